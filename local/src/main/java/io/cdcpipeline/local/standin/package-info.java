/**
 * In place of the operators a pipeline stands on: each watches the kinds of one, through the
 * Kubernetes API alone, and really starts what an object asks for on this machine.
 */
package io.cdcpipeline.local.standin;
