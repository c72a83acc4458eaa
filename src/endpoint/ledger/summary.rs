//! What a host is told of the whole.

/// What is here, in counts: nothing of any one campaign.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Campaigns.
    pub campaigns: u64,
    /// Devices that joined and are not revoked.
    pub devices: u64,
    /// Batches.
    pub batches: u64,
    /// Bytes of batches and certificates.
    pub bytes: u64,
    /// When any device was last heard: seconds since 1970.
    pub last_heard: Option<i64>,
    /// Bytes of the whole database.
    pub database_bytes: u64,
}
