/** What the shop does: each method is one transaction. */
package io.cdcpipeline.shop.service;
