/**
 * A stand-in for TiCDC: its Open API in front of a reader of MariaDB's binlog, writing the
 * Canal-JSON that TiCDC v8.5.7 writes.
 */
package io.cdcpipeline.local.ticdc;
