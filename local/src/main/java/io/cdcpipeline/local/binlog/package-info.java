/**
 * Reads MariaDB's row binlog for the stand-in TiCDC: row events, a timestamp oracle and the history
 * of table definitions.
 */
package io.cdcpipeline.local.binlog;
