/** What the environment sets, checked before anything starts. */
package io.cdcpipeline.shop.config;
