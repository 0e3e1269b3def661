/** MariaDB, a real database server, in TiDB's place: same protocol, row binlog in place of TiKV. */
package io.cdcpipeline.local.mariadb;
