/**
 * Stand-ins for the operators that a pipeline depends on: each watches the kinds of one operator,
 * through the Kubernetes API only, and starts what a resource asks for on this machine.
 */
package io.cdcpipeline.local.standin;
