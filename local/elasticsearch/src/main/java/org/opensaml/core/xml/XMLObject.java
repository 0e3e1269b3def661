package org.opensaml.core.xml;

/**
 * Stands where OpenSAML's type would be, which Elasticsearch's security module names but does not
 * use unless SAML is configured.
 */
public interface XMLObject {}
