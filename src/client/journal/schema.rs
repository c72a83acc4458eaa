//! The stores of the database, for ever: it stays at version 1, and versions live inside
//! records. What phones keep in a store that is listed no more would never be read again.

/// What the database is called, in the main storage and in the bucket of the second copy.
pub const DATABASE: &str = "stairwell";
/// Never raised: an older app must still open what a newer one has written.
pub const VERSION: u32 = 1;

/// The device's record, and a join that waits for its answer.
pub const DEVICE: &str = "device";
/// What records are sealed with.
pub const KEYS: &str = "keys";
/// This device's own logs.
pub const LOGS: &str = "logs";
/// This device's own events, in runs; until they are acknowledged.
pub const EVENTS: &str = "events";
/// This device's own batches.
pub const BATCHES: &str = "batches";
/// What was pulled, in chunks.
pub const PULLED: &str = "pulled";
/// What pulled chunks came to when they were last folded (`snapshot`).
pub const META: &str = "meta";

/// Every store there is.
pub const STORES: [&str; 7] = [DEVICE, KEYS, LOGS, EVENTS, BATCHES, PULLED, META];
/// Those that have a second copy.
pub const COPIED: [&str; 5] = [DEVICE, KEYS, LOGS, EVENTS, BATCHES];
