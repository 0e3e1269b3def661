package org.opensaml.core.xml;

/** Placeholder: Elasticsearch's security module names this type but uses it only with SAML. */
public interface XMLObject {}
