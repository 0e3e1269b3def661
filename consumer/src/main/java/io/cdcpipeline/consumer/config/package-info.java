/**
 * The settings: read from the environment and validated once, with errors that name the setting.
 */
package io.cdcpipeline.consumer.config;
