/**
 * Reads MariaDB's row binlog as the stand-in TiCDC needs it: rows as text, a timestamp oracle and
 * the history of table schemas.
 */
package io.cdcpipeline.local.binlog;
