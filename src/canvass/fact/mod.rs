//! The kinds of event this version knows, and what each says.
//!
//! The table stands in `docs/protocol.md` ("Kinds"). A number, once used, keeps its shape and
//! its policy for ever; a changed idea is a new number.

#[macro_use]
mod table;
mod body;

pub use body::MalformedBody;
use body::{read, write};

use super::author::CertificateId;
use super::dot::Dot;
use super::event::Kind;
pub use super::no_knock::NoKnockScope;
pub use super::outcome::Outcome;
pub use super::provenance::Source;
use super::script::{AnswerKind, Stage, Step};
pub use super::value::{BlockKind, StairKind, Value};
use super::{
    act, agm, aid, ballot, basis, demand, deputation, group, handover, incident, meeting, petition,
    renumbered, signature_out, story, structure, training,
};

facts! {
    /// Any stream, a log's first event: who writes here.
    0 WRITER Writer {
        /// The name the person goes by.
        name: String,
    }
    /// Any stream but inner: makes what `over` names no longer visible.
    1 STRIKE Strike {}
    /// Board, about `[Facet::ABOUT_US]`: who the campaign is.
    16 ABOUT_US AboutUs {
        /// The group's name.
        group: String,
        /// How to reach it.
        contact: String,
        /// Whom it may pass on what it gathers to; empty for nobody.
        shared_with: String,
    }
    /// Board: a building or a street.
    17 BLOCK Block {
        /// Its name, as on its sign.
        name: String,
        /// Building or street.
        kind: BlockKind,
    }
    /// Board, about `[block]`: an entry core of a building or one side of a street.
    18 STAIR Stair {
        /// Its own name, where it has one.
        name: String,
        /// Which part of the block it is.
        kind: StairKind,
    }
    /// Board, about the doors, in walk order: a turf.
    19 TURF Turf {
        /// What the organisers call it.
        name: String,
    }
    /// Board: a question.
    20 QUESTION Question {
        /// As it is said at the door.
        words: String,
        /// What an answer can be.
        answers: AnswerKind,
    }
    /// Board, about its questions in order: a script.
    21 SCRIPT Script {
        /// Counts up; an answer says which it was given under.
        version: u32,
        /// What it is called.
        title: String,
        /// How far the campaign has come.
        stage: Stage,
        /// One step a question: what follows which answer.
        steps: Vec<Step>,
    }
    /// Stair, or board for inner, about heads: an organiser's device has merged up to here.
    22 COUNTED Counted {
        /// SHA-256 of the batch each head ends, in the order of `about`.
        hashes: Vec<[u8; 32]>,
    }
    /// Board, about the heads the endpoint held: this device writes no more.
    23 REVOKED Revoked {
        /// The device's certificate.
        device: CertificateId,
    }
    /// Board, about household and resident ids: whatever names one is dropped, by any route.
    24 ERASED Erased {}
    /// Board, about `[door]`, a register: where a door is shown.
    25 PLACED Placed {
        /// The entrance, where the block has several.
        entrance: Option<String>,
        /// The floor; 0 is the ground.
        floor: Option<i16>,
        /// Its place on its floor, along the landing.
        order: u32,
    }
    /// Board, about `[Facet::ABOUT_US]`, a register: what is kept, why, and how long on a phone.
    26 KEPT Kept {
        /// What.
        what: String,
        /// Why.
        why: String,
        /// A phone's list closes after so many days without contact.
        days: u16,
    }
    /// Board, about `[Facet::ABOUT_US]`: the campaign ends later.
    27 EXTENDED Extended {
        /// The keyholders' word for it, signed: the sealing core knows its shape.
        extension: Vec<u8>,
    }
    /// Board: where a list of doors came from that was loaded here.
    28 LIST_SOURCE ListSource {
        /// From whom.
        source: Source,
        /// How many doors it brought.
        doors: u32,
    }
    /// Stair, about `[door]`, counted from organisers only: what a later list says of a door.
    29 LISTED Listed {
        /// What is on the door, where that has changed since it was listed.
        label: Option<String>,
        /// An organiser has marked it as not there. Nothing that was recorded is hidden by it.
        gone: bool,
    }
    /// Board, about `[block]`, a register: which estate the block belongs to.
    30 ESTATE Estate {
        /// What the estate is called.
        name: String,
    }
    /// Board: an organiser took a file out of the campaign. Never what stood in it.
    31 EXPORTED Exported {
        /// The file's name.
        file: String,
        /// How many lines it has, its header not counted.
        rows: u64,
    }
    /// Stair: a door.
    32 DOOR Door {
        /// As on the door: `Flat 6`, `13A`.
        label: String,
        /// The floor where the list tells it; 0 is the ground.
        floor: Option<i16>,
        /// Its place in the walk of its stair.
        order: u32,
        /// The national property number, where the list has one.
        uprn: Option<u64>,
    }
    /// Stair, about `[door]`: one attempt at one door.
    33 KNOCK Knock {
        /// What came of it.
        outcome: Outcome,
        /// Who knocked, if that is not this phone's owner.
        by: Option<String>,
        /// When, if that is not now: seconds since 1970.
        when: Option<i64>,
    }
    /// Stair, about `[household, question]`, a register: an answer.
    34 ANSWER Answer {
        /// What was said.
        value: Value,
        /// The version of the script it was asked under.
        script: u32,
    }
    /// Stair, about `[subject, facet]`, a register: a plain fact.
    35 PLAIN_FACT PlainFact {
        /// What it is.
        value: Value,
    }
    /// Stair, about `[household]`: a few words.
    36 NOTE Note {
        /// At most 140 characters.
        words: String,
    }
    /// Stair, about `[household]`: a person who lives there, if they say.
    37 RESIDENT Resident {
        /// The name they give.
        name: String,
    }
    /// Stair, about `[household]`: something promised.
    38 FOLLOW_UP FollowUp {
        /// What was promised.
        what: String,
        /// Who does it; nobody yet where empty.
        who: Option<String>,
        /// By which day: days since 1970-01-01.
        by: Option<i32>,
    }
    /// Stair, about `[household]`, a safety fact: they asked not to be knocked.
    40 DO_NOT_KNOCK DoNotKnock {
        /// For how long.
        scope: NoKnockScope,
    }
    /// Stair, about `[household]`, a safety fact: they live here no more; begins the next household.
    41 MOVED Moved {}
    /// Stair, about `[household]` or `[resident]`, a safety fact.
    42 DECEASED Deceased {}
    /// Stair, about `[household]` or `[resident]`, a safety fact: not shown until erased or lifted.
    43 HIDDEN Hidden {}
    /// Stair, about `[household, purpose]`, a safety fact: consent taken back.
    44 CONSENT_WITHDRAWN ConsentWithdrawn {}
    /// Stair, about `[follow_up]`, a register: who does what was promised, and by when.
    45 TAKEN_ON TakenOn {
        /// Who does it; nobody where empty.
        who: Option<String>,
        /// By which day: days since 1970-01-01.
        by: Option<i32>,
    }
    /// Stair, about `[stair]`: a board of paper has been typed in.
    46 BOARD_ENTERED BoardEntered {
        /// The board's code.
        code: String,
        /// Who knocked, as it stands on the board.
        by: String,
        /// When they began, as it stands on the board: seconds since 1970.
        when: i64,
    }
    /// Stair, about `[follow_up]`: what was promised is done.
    47 DONE Done {}
    /// Stair, about `[household]`: the privacy card was shown to them.
    93 CARD_SHOWN CardShown {
        /// In which language: a BCP 47 tag.
        language: String,
    }
    /// Inner: the wrapper of every event there. The body is not this table's but a sealed box.
    64 SEALED Sealed {
        /// HPKE: encapsulated key and ciphertext of a run of one event.
        sealed: Vec<u8>,
    }
    /// Inner, about `[household asked]`: whose door they would knock on.
    65 NOMINATION Nomination {
        /// A flat or a few words; never reasons.
        whom: String,
    }
    /// Inner, about `[household]`: how to reach somebody who wants to be reached.
    66 CONTACT Contact {
        /// What they like to be called.
        name: String,
        /// Phone or mail, as they gave it.
        reach: String,
    }
    /// Inner, about the device's heads: the phone's owner has stopped for tonight.
    67 SHIFT_ENDED ShiftEnded {}
    /// Inner, about `[turf]`, or nothing where somebody stays at home: who goes where on an evening.
    68 GOES Goes {
        /// The person's name; empty where the turf is to be worked and nobody is named yet.
        who: String,
        /// The evening: days since 1970-01-01.
        day: i32,
        /// An organiser saw the list on their phone.
        ready: bool,
        /// The entries of this kind that it stands in place of: nothing is struck in inner.
        instead: Vec<Dot>,
    }
    /// Inner: where and when an evening begins.
    69 EVENING Evening {
        /// The evening: days since 1970-01-01.
        day: i32,
        /// Where people meet.
        meet: String,
        /// When it begins, in minutes after midnight.
        from: u16,
        /// When everyone is back, in minutes after midnight.
        until: u16,
        /// The entries of this kind that it stands in place of.
        instead: Vec<Dot>,
    }
    /// Inner, about `[household]`, counted from organisers only: a contact is not to be used.
    70 CONTACT_GONE ContactGone {
        /// The contacts taken out: nothing is struck in inner.
        instead: Vec<Dot>,
    }
    /// Inner: whether somebody who was out on an evening is back.
    74 BACK Back {
        /// The person's name.
        who: String,
        /// The evening: days since 1970-01-01.
        day: i32,
        /// They are; not after all where false.
        back: bool,
        /// The entries of this kind that it stands in place of.
        instead: Vec<Dot>,
    }
    /// Inner: why people are out later than is usual on an evening.
    75 LATE Late {
        /// The evening: days since 1970-01-01.
        day: i32,
        /// When everyone is back, in minutes after midnight: the time that this is the reason for.
        until: u16,
        /// The reason, in an organiser's words.
        why: String,
        /// The entries of this kind that it stands in place of.
        instead: Vec<Dot>,
    }
    /// Inner, about `[household]`, or nothing for nobody of the estate: whose door nominations mean.
    100 MEANT Meant {
        /// The nominations.
        nominations: Vec<Dot>,
        /// The entries of this kind that it stands in place of.
        instead: Vec<Dot>,
    }
    /// Inner, about `[household]`: an organiser has talked to somebody who was named.
    101 TALKED_TO TalkedTo {
        /// On which day: days since 1970-01-01.
        day: i32,
        /// The entries of this kind, and the `unnamed`, that it stands in place of.
        instead: Vec<Dot>,
    }
    /// Inner, about `[household, those they are to bring…]`: a leader agreed to a task.
    102 AGREED_TO AgreedTo {
        /// What they are to bring the others to.
        task: String,
        /// By which day: days since 1970-01-01.
        by: i32,
        /// The entries of this kind that it stands in place of.
        instead: Vec<Dot>,
    }
    /// Inner, about `[household, those who came…]`: what came of it.
    103 CAME Came {
        /// The entry of what was agreed.
        agreed: Dot,
        /// Noted on which day: days since 1970-01-01.
        day: i32,
        /// The entries of this kind that it stands in place of.
        instead: Vec<Dot>,
    }
    /// Inner, about `[household]`: somebody there does not want to be named as one others go to.
    104 UNNAMED Unnamed {}
    /// Board, about `[Facet::ABOUT_US]`, a register: on what ground it is kept where people stand.
    105 BASIS Basis { #[doc = "All it says."] said: basis::Said }
    /// Inner, about `[household]`, and a second that it had act: what somebody did or said.
    106 ACTED Acted { #[doc = "All it says."] said: act::Acted }
    /// Inner, about the doors of its homes; read of organisers only: a structure test. It never changes.
    107 TEST Test { #[doc = "All it says."] said: structure::Test }
    /// Board: a structure test is over before its last day.
    108 TEST_ENDED TestEnded { #[doc = "All it says."] said: structure::Ended }
    /// Board: an organiser's yes that a test's result may be shown.
    109 TEST_SHOWN TestShown { #[doc = "All it says."] said: structure::Shown }
    /// Board: people elsewhere who support the campaign.
    110 OUTSIDE Outside { #[doc = "All it says."] said: structure::Outside }
    /// Board: a petition. It never changes.
    111 PETITION Petition { #[doc = "All it says."] said: petition::Petition }
    /// Inner, about `[household]`, or nothing of whoever lives elsewhere: somebody signed a petition.
    112 SIGNED Signed { #[doc = "All it says."] said: petition::Signature }
    /// Inner; read of organisers only: sheets of a petition were printed.
    113 SHEETS Sheets { #[doc = "All it says."] said: petition::Sheets }
    /// Inner; read of organisers only: a deputation, its meeting and by when the council is told.
    114 DEPUTATION Deputation { #[doc = "All it says."] said: deputation::Deputation }
    /// Inner, about `[household]` or nothing; read of organisers only: somebody who goes and agreed to be named.
    115 SPEAKS Speaks { #[doc = "All it says."] said: deputation::Speaks }
    /// Inner; read of organisers only: a ballot on the estate and its days.
    116 BALLOT Ballot { #[doc = "All it says."] said: ballot::Ballot }
    /// Inner, about `[household]`; read of organisers only: since when somebody there is what counts in a ballot.
    117 VOTER Voter { #[doc = "All it says."] said: ballot::Voter }
    /// Inner, about `[door]`; read of organisers only: a home stands empty, or is lived in again.
    118 CHANGED Changed { #[doc = "All it says."] said: ballot::Changed }
    /// Board, about `[facet]`, a register: whether something that few groups use is switched on.
    119 SWITCHED Switched { #[doc = "It is."] on: bool }
    /// Inner; read of organisers only: a name for what homes raise.
    120 ISSUE Issue { #[doc = "All it says."] said: demand::Named }
    /// Inner; read of organisers only: residents' words under an issue's name.
    121 GATHERED Gathered { #[doc = "All it says."] said: demand::Gathered }
    /// Inner; read of organisers only: what is demanded.
    122 DEMAND Demand { #[doc = "All it says."] said: demand::Demanded }
    /// Inner; read of organisers only: what a residents' group answered about an issue.
    123 CHECKED Checked { #[doc = "All it says."] said: demand::Checked }
    /// Inner; read of organisers only: what came of a demand, for one tenure.
    124 WON Won { #[doc = "All it says."] said: demand::Won }
    /// Inner; read of organisers only: an issue is closed, or opened again.
    125 CLOSED Closed { #[doc = "All it says."] said: demand::Closed }
    /// Inner, about `[household]`: what a home needs of its neighbours.
    126 NEED Need { #[doc = "All it says."] said: aid::Need }
    /// Inner, about `[household]`: what a home offers its neighbours.
    127 OFFER Offer { #[doc = "All it says."] said: aid::Offer }
    /// Inner, about both homes; read of organisers only: one may help the other.
    128 PROPOSED Proposed { #[doc = "All it says."] said: aid::Proposed }
    /// Inner, about `[household]`; read of organisers only: a home's yes to one match.
    129 MATCH_YES MatchYes { #[doc = "All it says."] said: aid::MatchYes }
    /// Inner, about `[household]`: a home takes back what it needs, offers or said yes to.
    130 AID_TAKEN_BACK AidTakenBack { #[doc = "All it says."] said: aid::TakenBack }
    /// Inner, about `[household]`; read of organisers only: somebody's check was seen.
    131 CHECK_SEEN CheckSeen { #[doc = "All it says."] said: aid::CheckSeen }
    /// Inner; read of organisers only: an afternoon of care for children.
    132 SESSION Session { #[doc = "All it says."] said: aid::Session }
    /// Inner, about the stairs; read of organisers only: neighbours who help each other, and who rings.
    133 POD Pod { #[doc = "All it says."] said: aid::Pod }
    /// Inner; read of organisers only: whose contacts stand on a list that was lent.
    134 ON_LIST OnList { #[doc = "All it says."] said: meeting::OnList }
    /// Inner; read of organisers only: somebody trained somebody.
    135 TRAINED Trained { #[doc = "All it says."] said: training::Trained }
    /// Inner; read of organisers only: somebody reached a rung, and somebody saw it.
    136 CLIMBED Climbed { #[doc = "All it says."] said: training::Climbed }
    /// Inner; read of organisers only: what was said when the doors of an evening were done.
    137 DEBRIEFED Debriefed { #[doc = "All it says."] said: training::Debriefed }
    /// Board: how many trainers were trained, for the team.
    163 TRAINERS_TOLD TrainersTold { #[doc = "All it says."] said: training::Told }
    /// Board: a meeting, or a change of it.
    138 MEETING Meeting { #[doc = "All it says."] said: meeting::Said }
    /// Inner, about `[household]`: somebody of a home has come to a meeting.
    139 SIGNED_IN SignedIn { #[doc = "All it says."] said: meeting::SignedIn }
    /// Inner: a phone asks to be lent a list of people.
    140 ASKS_LIST AsksList { #[doc = "All it says."] said: meeting::AsksList }
    /// Board: a list of people, sealed to the phone that asked for it.
    141 LENT Lent { #[doc = "All it says."] said: meeting::Lent }
    /// Inner, about the homes; read of organisers only: who rings whom.
    142 RINGS Rings { #[doc = "All it says."] said: meeting::Rings }
    /// Inner, about `[household]`; read of organisers only: somebody's own story, in its final words.
    143 STORY Story { #[doc = "All it says."] said: story::Told }
    /// Inner, about `[household]`; read of organisers only: the teller's yes to one thing.
    144 STORY_YES StoryYes { #[doc = "All it says."] said: story::Yes }
    /// Inner, about `[household]`: a teller takes back what they said yes to.
    145 STORY_BACK StoryBack { #[doc = "All it says."] said: story::Back }
    /// Inner, about `[household]`; read of organisers only: where a story was used.
    146 STORY_USED StoryUsed { #[doc = "All it says."] said: story::Used }
    /// Inner, about `[household]` or nothing; read of organisers only: a group residents belong to.
    147 GROUP Group { #[doc = "All it says."] said: group::Belongs }
    /// Inner; read of organisers only: what a campaign before this one won or lost.
    148 EARLIER Earlier { #[doc = "All it says."] said: group::Earlier }
    /// Inner; read of organisers only: somebody complained about being called on.
    149 COMPLAINT Complaint { #[doc = "All it says."] said: group::Complaint }
    /// Inner, about `[household]` or nothing; read of organisers only: a signature is taken out, or put back.
    160 SIGNATURE_OUT SignatureOut { #[doc = "All it says."] said: signature_out::SignatureOut }
    /// Inner; read of organisers only: sheets of a petition were given new numbers, by hand.
    162 RENUMBERED Renumbered { #[doc = "All it says."] said: renumbered::Renumbered }
    /// Board: who held what this campaign began with.
    150 HELD_BEFORE HeldBefore { #[doc = "All it says."] said: handover::HeldBefore }
    /// Stair, about `[household]`: how to reach them was not passed on; they are to be asked.
    151 ASK_AGAIN AskAgain { #[doc = "All it says."] said: handover::AskAgain }
    /// Inner; read of organisers only: what a structure test of the campaign before came to.
    152 TESTED_BEFORE TestedBefore { #[doc = "All it says."] said: handover::TestedBefore }
    /// Inner; read of organisers only: how widely an issue was raised in the campaign before.
    153 RAISED_BEFORE RaisedBefore { #[doc = "All it says."] said: handover::RaisedBefore }
    /// Board: whose a keyholder's words are, signed by these.
    154 KEYHOLDER Keyholder {
        /// As it travels: docs/protocol.md, "Keyholders".
        signed: Vec<u8>,
    }
    /// Board: a keyholder asks the others for what one alone may not do.
    155 ACT_ASKED ActAsked { #[doc = "All it says."] said: handover::ActAsked }
    /// Board: a keyholder signs what was asked for.
    156 ACT_SIGNED ActSigned { #[doc = "All it says."] said: handover::ActSigned }
    /// Board: the campaign was handed over, signed by its keyholders.
    157 HANDED_OVER HandedOver {
        /// As it travels: docs/protocol.md, "Handed over".
        signed: Vec<u8>,
    }
    /// Inner; read of organisers only: the rules of a general meeting of members.
    158 AGM_RULES AgmRules { #[doc = "All it says."] said: agm::Rules }
    /// Inner, about `[household]`; read of organisers only: how many members a home has.
    159 ON_ROLL OnRoll { #[doc = "All it says."] said: agm::OnRoll }
    /// Inner; read of organisers only: how a vote of a general meeting went.
    161 VOTED Voted { #[doc = "All it says."] said: agm::Voted }
    /// Inner, about what the lifted event was about; read of organisers only: what was lifted, and why.
    71 LIFTED Lifted {
        /// The event that was struck.
        lifted: Dot,
        /// Its kind, since nothing struck can be read any more.
        what: Kind,
        /// Why, in a few words: at most 140 characters.
        why: String,
    }
    /// Inner; read of organisers only: who leads an evening, and is rung.
    48 LEADS Leads {
        /// The evening: days since 1970-01-01.
        day: i32,
        /// Their name.
        who: String,
        /// The entries of this kind that it stands in place of.
        instead: Vec<Dot>,
    }
    /// Board, about `[block]`, a register: when the last door there is knocked.
    49 HOURS Hours {
        /// In minutes after midnight.
        until: u16,
    }
    /// Inner; read by whom it is sealed for once more: what happened to somebody who knocks.
    50 INCIDENT Incident { #[doc = "All it says."] said: incident::Boxed }
    /// Inner; read of organisers only: how far an incident has come.
    51 HANDLED Handled { #[doc = "All it says."] said: incident::Handled }
    /// Board, about `[Facet::ABOUT_US]`: whose devices incidents are sealed for.
    52 INCIDENT_READERS IncidentReaders { #[doc = "All it says."] said: incident::Readers }
    /// Board, about `[Facet::ABOUT_US]`, a register: how often a door is tried where nobody is reached.
    84 TRIES Tries { #[doc = "So many attempts, at least one."] most: u8 }
    /// Board, about `[Facet::ABOUT_US]`, a register: of how many homes a stair wants one leader.
    87 HOMES_A_LEADER HomesALeader { #[doc = "So many homes, at least one."] homes: u8 }
    /// Stair, about `[block]` or `[stair]`, a register: an entrance's code.
    85 ENTRY_CODE EntryCode {
        /// As it is typed at the entrance.
        code: String,
    }
    /// Board, about `[block]` or `[stair]`; stair, about `[door]`; a register: what it is called, whatever was listed.
    86 NAMED Named { #[doc = "As it is to be shown."] name: String }
}

#[cfg(test)]
mod tests;
