/** The changefeed: desired state compared with TiCDC through its Open API, and kept so. */
package io.cdcpipeline.operator.changefeed;
