/**
 * Placeholders for OpenSAML types that Elasticsearch's security module names in signatures and
 * never uses here.
 */
package org.opensaml.saml.saml2.core;
