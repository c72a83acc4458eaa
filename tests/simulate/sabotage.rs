//! What is broken on purpose, in the phone's driver or on the way, never in the product: each must be
//! found, or the checks check nothing.

/// One thing broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sabotage {
    /// A batch is sent before it is stored.
    SendsWhatIsNotStored,
    /// Whatever head the endpoint names is taken for one's own, without a look at its hash.
    AcknowledgesWithoutAHash,
    /// What clashes is put away.
    IgnoresAClash,
    /// Of what only a copy has, all but the first event stays behind.
    LeavesTheTailBehind,
    /// That the endpoint was brought back from a backup is not heard.
    NeverStartsOver,
    /// Grants are not taken.
    IgnoresGrants,
    /// What was sent and not answered is recorded once more.
    CountsDoubledDelivery,
    /// Of what was pulled, the cursor is kept and the batches are not.
    KeepsTheCursorAlone,
    /// The number of an event is taken from memory, not from the log's record.
    NumbersByMemory,
    /// After a restart, what is recorded and not yet sent is not handed to the session.
    ForgetsWhatIsNotSent,
    /// After a restart, what was measured of the clock is not known any more to what is recorded and not yet sent.
    ForgetsTheClock,
    /// What was counted stays as it was, also where other events stand under its numbers.
    NeverFoldsAgain,
    /// A hotel's page is taken for the endpoint's word that all has come.
    BelievesAPortal,
    /// What a checkpoint holds is not taken in.
    IgnoresCheckpoints,
    /// Of what was pulled, checkpoints are not kept: after a restart they are nowhere.
    KeepsNoCheckpoint,
    /// The endpoint says that it has what it has not kept.
    EndpointDropsAPush,
}

impl Sabotage {
    /// All of them, by the name they are asked for.
    pub const ALL: [(&'static str, Sabotage); 16] = [
        ("sends-what-is-not-stored", Sabotage::SendsWhatIsNotStored),
        (
            "acknowledges-without-a-hash",
            Sabotage::AcknowledgesWithoutAHash,
        ),
        ("ignores-a-clash", Sabotage::IgnoresAClash),
        ("leaves-the-tail-behind", Sabotage::LeavesTheTailBehind),
        ("never-starts-over", Sabotage::NeverStartsOver),
        ("ignores-grants", Sabotage::IgnoresGrants),
        ("counts-doubled-delivery", Sabotage::CountsDoubledDelivery),
        ("keeps-the-cursor-alone", Sabotage::KeepsTheCursorAlone),
        ("numbers-by-memory", Sabotage::NumbersByMemory),
        ("forgets-what-is-not-sent", Sabotage::ForgetsWhatIsNotSent),
        ("forgets-the-clock", Sabotage::ForgetsTheClock),
        ("never-folds-again", Sabotage::NeverFoldsAgain),
        ("believes-a-portal", Sabotage::BelievesAPortal),
        ("ignores-checkpoints", Sabotage::IgnoresCheckpoints),
        ("keeps-no-checkpoint", Sabotage::KeepsNoCheckpoint),
        ("endpoint-drops-a-push", Sabotage::EndpointDropsAPush),
    ];
}
