/**
 * Placeholder for an OpenSAML type that Elasticsearch's security module names in signatures and
 * never uses here.
 */
package org.opensaml.core.xml;
