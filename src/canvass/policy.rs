//! The policy table: in which stream a kind stands, and who may strike it.
//!
//! One row a kind, for ever. A strike by a kind this version does not know is judged like any
//! other: by its author's role and its target's row.

use super::author::Role;
use super::event::Kind;
use super::stream::Stream;

/// Who may strike an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MayStrike {
    /// Nobody, ever.
    Nobody,
    /// The person who wrote it, on any of their devices; and any organiser.
    OwnPerson,
    /// An organiser. Within the same log, whoever wrote it may within [`SLIP_SECONDS`].
    Organiser,
    /// Anyone who writes in the stream.
    Anyone,
}

impl MayStrike {
    /// Whether somebody of this role may. `own`: whoever wrote the entry is the same person. `since`:
    /// where the strike is in the entry's own log, how many seconds it is later, by that log's times.
    pub fn lets(self, role: Role, own: bool, since: Option<i64>) -> bool {
        let organiser = role >= Role::Organiser;
        match self {
            MayStrike::Nobody => false,
            MayStrike::OwnPerson => organiser || own,
            MayStrike::Organiser => {
                organiser || since.is_some_and(|since| (0..=SLIP_SECONDS).contains(&since))
            }
            MayStrike::Anyone => true,
        }
    }
}

/// How long a slip of the thumb may be taken back by the log that made it, by its own times.
pub const SLIP_SECONDS: i64 = 120;

/// Which streams a kind may stand in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Home {
    /// Any stream.
    Any,
    /// The board.
    Board,
    /// A stair.
    Stair,
    /// A stair, or the board.
    StairOrBoard,
    /// Inner, sealed.
    Inner,
}

/// One row of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Policy {
    /// Where the kind stands. An event elsewhere is kept and not counted.
    pub home: Home,
    /// Who may strike it.
    pub may_strike: MayStrike,
    /// Whether its visible writes about the same thing are one register, so that two which
    /// differ are a disagreement.
    pub register: bool,
}

/// The row of a kind; `None` for one this version does not know.
pub fn policy(kind: Kind) -> Option<Policy> {
    use Home::{Any, Board, Inner, Stair, StairOrBoard};
    use MayStrike::{Anyone, Nobody, Organiser, OwnPerson};
    let row = |home, may_strike, register| Policy {
        home,
        may_strike,
        register,
    };
    Some(match kind {
        Kind::WRITER => row(Any, Nobody, false),
        Kind::STRIKE => row(Any, Nobody, false),
        Kind::ABOUT_US => row(Board, Organiser, true),
        Kind::BLOCK => row(Board, Organiser, false),
        Kind::STAIR => row(Board, Organiser, false),
        Kind::TURF => row(Board, Organiser, false),
        Kind::QUESTION => row(Board, Organiser, false),
        Kind::SCRIPT => row(Board, Organiser, false),
        Kind::COUNTED => row(StairOrBoard, Nobody, false),
        Kind::REVOKED => row(Board, Nobody, false),
        Kind::ERASED => row(Board, Nobody, false),
        Kind::PLACED => row(Board, Organiser, true),
        Kind::KEPT => row(Board, Organiser, true),
        // What the full register locks no later word opens.
        Kind::LIST_SOURCE => row(Board, Nobody, false),
        Kind::LISTED => row(Stair, Organiser, false),
        Kind::NAMED => row(StairOrBoard, Organiser, true),
        Kind::ESTATE => row(Board, Organiser, true),
        Kind::EXPORTED => row(Board, Nobody, false),
        Kind::EXTENDED => row(Board, Nobody, false),
        Kind::DOOR => row(Stair, Organiser, false),
        Kind::KNOCK => row(Stair, OwnPerson, false),
        Kind::ANSWER => row(Stair, Anyone, true),
        Kind::PLAIN_FACT => row(Stair, Anyone, true),
        Kind::NOTE => row(Stair, OwnPerson, false),
        Kind::RESIDENT => row(Stair, Anyone, false),
        Kind::FOLLOW_UP => row(Stair, Anyone, false),
        Kind::DO_NOT_KNOCK => row(Stair, Organiser, false),
        Kind::MOVED => row(Stair, Organiser, false),
        Kind::DECEASED => row(Stair, Organiser, false),
        Kind::HIDDEN => row(Stair, Organiser, false),
        Kind::CONSENT_WITHDRAWN => row(Stair, Organiser, false),
        Kind::TAKEN_ON => row(Stair, Anyone, true),
        Kind::BOARD_ENTERED => row(Stair, OwnPerson, false),
        Kind::DONE => row(Stair, Anyone, false),
        Kind::CARD_SHOWN => row(Stair, OwnPerson, false),
        Kind::SEALED => row(Inner, Nobody, false),
        Kind::NOMINATION => row(Inner, Nobody, false),
        Kind::CONTACT => row(Inner, Nobody, false),
        Kind::SHIFT_ENDED => row(Inner, Nobody, false),
        Kind::GOES => row(Inner, Nobody, false),
        Kind::EVENING => row(Inner, Nobody, false),
        Kind::CONTACT_GONE => row(Inner, Nobody, false),
        Kind::BACK => row(Inner, Nobody, false),
        Kind::LATE => row(Inner, Nobody, false),
        Kind::LIFTED | Kind::LEADS => row(Inner, Nobody, false),
        Kind::INCIDENT | Kind::HANDLED => row(Inner, Nobody, false),
        // Of two that organisers wrote at once both count: no disagreement.
        Kind::INCIDENT_READERS => row(Board, Organiser, false),
        Kind::TRIES | Kind::HOURS | Kind::HOMES_A_LEADER => row(Board, Organiser, true),
        Kind::ENTRY_CODE => row(Stair, Anyone, true),
        Kind::MEANT | Kind::TALKED_TO | Kind::AGREED_TO => row(Inner, Nobody, false),
        Kind::CAME | Kind::UNNAMED => row(Inner, Nobody, false),
        Kind::BASIS => row(Board, Organiser, true),
        Kind::ACTED => row(Inner, Nobody, false),
        // A line once drawn stays: another is another test. Which doors it asks may say what they did.
        Kind::TEST => row(Inner, Nobody, false),
        Kind::TEST_ENDED => row(Board, Nobody, false),
        Kind::TEST_SHOWN => row(Board, OwnPerson, false),
        Kind::OUTSIDE => row(Board, Organiser, false),
        Kind::PETITION => row(Board, Organiser, false),
        Kind::SIGNED | Kind::SHEETS | Kind::DEPUTATION => row(Inner, Nobody, false),
        Kind::SIGNATURE_OUT | Kind::RENUMBERED => row(Inner, Nobody, false),
        Kind::SPEAKS | Kind::BALLOT | Kind::VOTER => row(Inner, Nobody, false),
        Kind::CHANGED => row(Inner, Nobody, false),
        Kind::SWITCHED => row(Board, Organiser, true),
        Kind::ISSUE | Kind::GATHERED | Kind::DEMAND => row(Inner, Nobody, false),
        Kind::CHECKED | Kind::WON | Kind::CLOSED => row(Inner, Nobody, false),
        Kind::TRAINED | Kind::CLIMBED | Kind::DEBRIEFED => row(Inner, Nobody, false),
        Kind::TRAINERS_TOLD => row(Board, Organiser, false),
        Kind::NEED | Kind::OFFER | Kind::PROPOSED => row(Inner, Nobody, false),
        Kind::MATCH_YES | Kind::AID_TAKEN_BACK => row(Inner, Nobody, false),
        Kind::CHECK_SEEN | Kind::SESSION | Kind::POD => row(Inner, Nobody, false),
        Kind::MEETING | Kind::LENT => row(Board, Organiser, false),
        Kind::SIGNED_IN | Kind::ASKS_LIST | Kind::RINGS | Kind::ON_LIST => {
            row(Inner, Nobody, false)
        }
        Kind::STORY | Kind::STORY_YES => row(Inner, Nobody, false),
        Kind::STORY_BACK | Kind::STORY_USED => row(Inner, Nobody, false),
        Kind::GROUP | Kind::EARLIER | Kind::COMPLAINT => row(Inner, Nobody, false),
        Kind::HELD_BEFORE => row(Board, Nobody, false),
        Kind::ASK_AGAIN => row(Stair, Organiser, false),
        Kind::KEYHOLDER | Kind::ACT_ASKED => row(Board, Nobody, false),
        // What a campaign's keyholders have ended no organiser begins again.
        Kind::HANDED_OVER => row(Board, Nobody, false),
        Kind::ACT_SIGNED => row(Board, OwnPerson, false),
        Kind::AGM_RULES | Kind::ON_ROLL | Kind::VOTED => row(Inner, Nobody, false),
        Kind::TESTED_BEFORE | Kind::RAISED_BEFORE => row(Inner, Nobody, false),
        _ => return None,
    })
}

/// Whether an event of this kind may stand in this stream. Kinds this version does not know may
/// stand anywhere: it cannot say.
pub fn may_stand(kind: Kind, stream: Stream) -> bool {
    let Some(policy) = policy(kind) else {
        return true;
    };
    matches!(
        (policy.home, stream),
        (Home::Any, _)
            | (Home::Board | Home::StairOrBoard, Stream::Board)
            | (Home::Stair | Home::StairOrBoard, Stream::Stair(_))
            | (Home::Inner, Stream::Inner)
    )
}

#[cfg(test)]
mod tests {
    use super::super::fact::Fact;
    use super::*;

    #[test]
    fn every_known_kind_has_its_row() {
        for (kind, name) in Fact::KNOWN {
            assert!(policy(*kind).is_some(), "{name} has no row");
        }
    }
}
