/**
 * A stand-in for TiCDC: its Open API in front of a reader of MariaDB's binlog that writes the same
 * Canal-JSON as TiCDC v8.5.7.
 */
package io.cdcpipeline.local.ticdc;
