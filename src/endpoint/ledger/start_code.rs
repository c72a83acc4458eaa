//! Codes that start campaigns, and what those who were given one may keep here.

/// What all campaigns of one start code may have together. Each campaign has the endpoint's own
/// limits besides.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StartQuota {
    /// Bytes of batches and certificates.
    pub bytes: Option<u64>,
    /// Devices, revoked ones too.
    pub devices: Option<u32>,
    /// Events in a day, by UTC.
    pub events: Option<u64>,
}

/// What the code is called that living examples are started with: strangers use what it started, and
/// no host hands it out.
pub const EXAMPLE: &str = "example";

/// A start code to be made.
#[derive(Clone, Debug)]
pub struct NewStartCode {
    /// Its sixteen characters.
    pub code: String,
    /// What the host calls it.
    pub label: String,
    /// Its quota.
    pub quota: StartQuota,
    /// Now: seconds since 1970.
    pub now: i64,
}

/// A start code, and what became of it: in counts, nothing of any one campaign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StartCode {
    /// Its number in this ledger.
    pub key: i64,
    /// Its sixteen characters.
    pub code: String,
    /// What the host calls it.
    pub label: String,
    /// When it was made: seconds since 1970; 0 for one from before that was kept.
    pub made: i64,
    /// Whether it starts nothing any more.
    pub revoked: bool,
    /// Its quota.
    pub quota: StartQuota,
    /// Campaigns started with it that have not ended.
    pub campaigns: u64,
    /// Their devices, revoked ones too.
    pub devices: u64,
    /// What they store, in bytes.
    pub bytes: u64,
    /// The day events were last counted on (days since 1970), and how many.
    pub events: (i64, u64),
    /// When any of their devices was last heard: seconds since 1970.
    pub last_heard: Option<i64>,
}

/// The day of a time in seconds since 1970, by UTC: days since 1970.
pub fn day_of(time: i64) -> i64 {
    time.div_euclid(24 * 60 * 60)
}
