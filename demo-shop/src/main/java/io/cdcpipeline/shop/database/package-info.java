/** SQL: connections, schema, retries, and whether the database can be used. */
package io.cdcpipeline.shop.database;
