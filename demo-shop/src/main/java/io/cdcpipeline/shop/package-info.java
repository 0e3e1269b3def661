/**
 * A small shop whose row changes a CdcPipeline carries: HTTP in front, SQL behind, load built in.
 */
package io.cdcpipeline.shop;
