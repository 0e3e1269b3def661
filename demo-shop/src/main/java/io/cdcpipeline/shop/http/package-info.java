/** Requests in, answers out: routes, validation, limits, problem documents. */
package io.cdcpipeline.shop.http;
