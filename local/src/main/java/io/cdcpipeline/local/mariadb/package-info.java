/**
 * MariaDB, a real database server, in place of TiDB: same protocol, with a row binlog in place of
 * TiKV.
 */
package io.cdcpipeline.local.mariadb;
