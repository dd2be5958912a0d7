/** Runs tests of web application firewalls written in FTW's YAML. */
@NullMarked
package io.rempart.workbench.ftw;

import org.jspecify.annotations.NullMarked;
