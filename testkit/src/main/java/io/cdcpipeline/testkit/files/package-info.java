/** Files that tests leave nowhere. */
package io.cdcpipeline.testkit.files;
