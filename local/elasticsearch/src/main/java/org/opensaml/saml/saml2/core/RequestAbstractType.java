package org.opensaml.saml.saml2.core;

/** Placeholder: Elasticsearch's security module names this type but uses it only with SAML. */
public interface RequestAbstractType {}
