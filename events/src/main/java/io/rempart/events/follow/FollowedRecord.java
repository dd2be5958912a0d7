package io.rempart.events.follow;

import io.rempart.events.read.RawRecord;
import java.nio.file.Path;
import java.time.Instant;

/**
 * A record on its way from a followed file.
 *
 * @param path where the file was when it was read
 * @param after the bookmark to store with the record
 * @param bytesRead how many bytes of the file it accounts for
 * @param readAt when its bytes were read
 * @param live whether the file was written to shortly before: what the record names may not be there yet
 */
public record FollowedRecord(
        RawRecord record, Path path, Bookmark after, long bytesRead, Instant readAt, boolean live) {}
