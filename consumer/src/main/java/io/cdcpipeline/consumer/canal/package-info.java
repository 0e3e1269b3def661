/** Decodes Canal-JSON messages as TiCDC and original Canal send them. */
package io.cdcpipeline.consumer.canal;
