/**
 * The source of the changes: TiDB and TiCDC by either version of TiDB Operator, or an existing
 * database, with schema and users.
 */
package io.cdcpipeline.operator.database;
