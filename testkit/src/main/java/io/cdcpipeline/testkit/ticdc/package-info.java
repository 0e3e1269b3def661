/**
 * A fake TiCDC: its Open API v2 over HTTP, with a changefeed state machine and faults to inject.
 */
package io.cdcpipeline.testkit.ticdc;
