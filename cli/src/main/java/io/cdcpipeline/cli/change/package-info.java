/**
 * {@code suspend}, {@code resume}, {@code restart} and {@code replay}: one field of a spec each.
 */
package io.cdcpipeline.cli.change;
