/** Visitors of its own: rates over time, and what each of them does. */
package io.cdcpipeline.shop.load;
