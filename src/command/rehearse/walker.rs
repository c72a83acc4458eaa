//! One phone of the rehearsal: its walk, its luck, its evening.

use rand_chacha::rand_core::Rng;

use super::tally::Tally;
use super::wire_tap::{Weather, WireTap};
use crate::canvass::dot::Dot;
use crate::canvass::draft::{self, Draft};
use crate::canvass::estate::{self, Door};
use crate::canvass::event::Kind;
use crate::canvass::fact::{Fact, Outcome, Value};
use crate::canvass::id::{Facet, HeadId, Id, QuestionId};
use crate::canvass::script::AnswerKind;
use crate::canvass::stream::Stream;
use crate::command::chance::Chance;
use crate::command::phone::{Phone, Sync};
use crate::command::post::{Answer, Endpoint};
use crate::sync::session::{Input, Request};

/// What becomes of one attempt to send and pull.
pub struct Air<'t> {
    tap: &'t WireTap,
    /// None where there is no signal.
    weather: Option<Weather>,
    /// What arrived is sent once more.
    twice: bool,
    /// Before which step the battery dies, where it does.
    dies_at: Option<usize>,
}

impl<'t> Air<'t> {
    /// Everything passes, and the battery lasts.
    pub fn clear(tap: &'t WireTap) -> Air<'t> {
        Air {
            tap,
            weather: Some(Weather::Clear),
            twice: false,
            dies_at: None,
        }
    }

    /// As on a stair.
    pub fn on_a_stair(tap: &'t WireTap, luck: &mut Chance) -> Air<'t> {
        let weather = match pick(luck, 10) {
            0..=4 => None,
            5 => Some(Weather::AnswerLost),
            6 => Some(Weather::CutAfter(pick(luck, 2_000))),
            _ => Some(Weather::Clear),
        };
        Air {
            tap,
            weather,
            twice: one_in(luck, 10),
            dies_at: one_in(luck, 12).then(|| 1 + pick(luck, 4)),
        }
    }
}

/// A phone out tonight.
pub struct Walker {
    /// The phone.
    pub phone: Phone,
    /// How far its clock is off, seconds.
    pub skew: i64,
    /// The doors it walks, in order.
    pub doors: Vec<Door>,
    /// How many of them it has walked.
    pub walked: usize,
    /// The endpoint, through the air.
    pub endpoint: Endpoint,
    /// Bytes of request bodies sent, those lost with them.
    pub body_bytes: u64,
}

impl Walker {
    fn now(&self, now: i64) -> i64 {
        now + self.skew
    }

    /// Records, and tells the tally.
    pub fn record(
        &mut self,
        drafts: &[Draft],
        now: i64,
        tally: &mut Tally,
        chance: &mut Chance,
    ) -> anyhow::Result<Vec<Dot>> {
        let at = self.now(now);
        tally.record(self.phone.journal.device.person(), drafts, at);
        self.phone.record(drafts, at, chance)
    }

    /// Knocks on the next door of the walk, and records what comes of it.
    pub fn knock(
        &mut self,
        now: i64,
        tally: &mut Tally,
        luck: &mut Chance,
        chance: &mut Chance,
    ) -> anyhow::Result<()> {
        let Some(door) = self.doors.get(self.walked).cloned() else {
            return Ok(());
        };
        self.walked += 1;
        let stream = Stream::Stair(door.stair);
        let household = estate::household(&self.phone.state, door.id);
        let outcome = outcome(luck);
        let knocked = draft::knock(stream, door.id, household, outcome);
        let dots = self.record(&knocked, now, tally, chance)?;
        if one_in(luck, 40) {
            // A slip of the thumb: taken back, and put right.
            let back = draft::undo(&self.phone.state, stream, &dots);
            self.record(&back, now + 5, tally, chance)?;
            let again = draft::knock(stream, door.id, household, Outcome::NotHome);
            self.record(&again, now + 10, tally, chance)?;
        } else if outcome == Outcome::Spoke {
            let household = household.into();
            let mut said = self.conversation(stream, household, luck);
            said.extend(closing(stream, household, now, luck));
            self.record(&said, now + 60, tally, chance)?;
        }
        Ok(())
    }

    fn conversation(&self, stream: Stream, household: Id, luck: &mut Chance) -> Vec<Draft> {
        let Ok(household_id) = household.try_into() else {
            return Vec::new();
        };
        let state = &self.phone.state;
        let mut said = Vec::new();
        for (dot, entry) in state.of_kind(Kind::QUESTION) {
            let Ok(Some(Fact::Question { answers, .. })) =
                Fact::read(entry.event.kind, &entry.event.body)
            else {
                continue;
            };
            if one_in(luck, 5) {
                continue; // Not everyone answers everything.
            }
            let value = match answers {
                AnswerKind::Choice(choices) => Value::Choice(pick(luck, choices.len()) as u16),
                AnswerKind::Choices(choices) => {
                    Value::Choices(vec![pick(luck, choices.len()) as u16])
                }
                AnswerKind::Scale(..) => Value::Scale(1 + pick(luck, 5) as u8),
                AnswerKind::Number => Value::Number(pick(luck, 6) as i64),
                AnswerKind::Words => {
                    let words = [
                        "the lift",
                        "damp in the back room",
                        "nobody answers the phone",
                    ];
                    Value::Words(words[pick(luck, words.len())].to_string())
                }
                AnswerKind::YesNo => {
                    [Value::Yes, Value::No, Value::WouldNotSay][pick(luck, 3)].clone()
                }
                AnswerKind::Nomination => {
                    let whom = format!("flat {}", 1 + pick(luck, 24));
                    said.push(Draft::new(
                        Stream::Inner,
                        Fact::Nomination { whom },
                        vec![household],
                    ));
                    continue;
                }
            };
            let question = QuestionId(dot);
            said.push(draft::answer(
                state,
                stream,
                household_id,
                question,
                value,
                1,
            ));
        }
        said
    }

    /// Tries to send and pull, in whatever air there is. The battery may die in the middle; then
    /// the phone comes back with what its journal holds.
    pub fn sync_in(&mut self, air: &Air<'_>, now: i64, chance: &mut Chance) -> anyhow::Result<()> {
        let at = self.now(now);
        self.endpoint.practice_now = Some(now);
        let (weather, twice, dies_at) = (air.weather, air.twice, air.dies_at);
        let endpoint = self.endpoint.clone();
        let mut bytes = 0;
        let mut send = |request: &Request| -> Option<Answer> {
            air.tap.set(weather?);
            bytes += request.body.len() as u64;
            let first = endpoint.send(request);
            if twice && first.is_some() {
                bytes += request.body.len() as u64;
                return endpoint.send(request);
            }
            first
        };
        let mut outputs = 0;
        let mut dies = || {
            outputs += 1;
            Some(outputs) == dies_at
        };
        let ended = self
            .phone
            .sync(at, Input::Sync, chance, &mut send, &mut dies)?;
        self.body_bytes += bytes;
        air.tap.set(Weather::Clear);
        if ended == Sync::Died {
            self.come_back(at, chance)?;
        }
        Ok(())
    }

    /// The battery died: what was in memory is gone, the journal is not.
    fn come_back(&mut self, at: i64, chance: &mut Chance) -> anyhow::Result<()> {
        let journal = self.phone.journal.clone();
        let forgotten = self.phone.forgotten;
        self.phone = Phone::open(journal, at, chance)?;
        self.phone.forgotten = forgotten;
        Ok(())
    }

    /// Ends the shift: the last event says up to where everything else goes.
    pub fn end_shift(
        &mut self,
        now: i64,
        tally: &mut Tally,
        chance: &mut Chance,
    ) -> anyhow::Result<()> {
        let heads: Vec<Id> = self
            .phone
            .journal
            .logs
            .iter()
            .filter(|(_, record)| record.next > 1 && !record.closed)
            .map(|(log, record)| {
                HeadId(Dot {
                    log: *log,
                    seq: record.next - 1,
                })
                .into()
            })
            .collect();
        let ended = Draft::new(Stream::Inner, Fact::ShiftEnded {}, heads);
        self.record(&[ended], now, tally, chance)?;
        Ok(())
    }
}

/// What a conversation may leave behind: a note, a promise, how to reach somebody.
fn closing(stream: Stream, household: Id, now: i64, luck: &mut Chance) -> Vec<Draft> {
    let about = || vec![household];
    let mut left = Vec::new();
    if one_in(luck, 4) {
        let words = one_of(
            luck,
            ["lift out again", "asked about the meeting", "mind the dog"],
        );
        left.push(Draft::new(stream, Fact::Note { words }, about()));
    }
    if one_in(luck, 6) {
        let promises = [
            "Ring about the mould",
            "Bring the minutes",
            "Ask about the lift",
        ];
        let promise = Fact::FollowUp {
            what: one_of(luck, promises),
            who: None,
            // By the end of the week, where anybody said when.
            by: one_in(luck, 2).then(|| day_of(now) + 4),
        };
        left.push(Draft::new(stream, promise, about()));
    }
    if one_in(luck, 8) {
        // Numbers that are nobody's: Ofcom keeps them for plays.
        let contact = Fact::Contact {
            name: one_of(luck, ["Ceri", "Mrs Pugh", "Idris"]),
            reach: format!("07700 900{}", 100 + pick(luck, 900)),
        };
        left.push(Draft::new(Stream::Inner, contact, about()));
        let agreed = Fact::PlainFact { value: Value::Yes };
        let about = vec![household, Facet::CONTACT_CONSENT.into()];
        left.push(Draft::new(stream, agreed, about));
    }
    left
}

fn day_of(now: i64) -> i32 {
    i32::try_from(now.div_euclid(86_400)).unwrap_or(i32::MAX)
}

fn one_of<const N: usize>(luck: &mut Chance, words: [&str; N]) -> String {
    words[pick(luck, N)].to_string()
}

/// What comes of a knock, about as often as on a weekday evening.
fn outcome(chance: &mut Chance) -> Outcome {
    match pick(chance, 100) {
        0..=29 => Outcome::Spoke,
        30..=74 => Outcome::NotHome,
        75..=80 => Outcome::ComeBack,
        81..=88 => Outcome::Refused,
        89..=91 => Outcome::Inaccessible,
        92..=93 => Outcome::Language,
        94 => Outcome::AddressNotFound,
        95 => Outcome::Moved,
        96..=97 => Outcome::DoNotKnock,
        _ => Outcome::LeftLeaflet,
    }
}

/// A number below `below`.
pub fn pick(chance: &mut Chance, below: usize) -> usize {
    if below == 0 {
        return 0;
    }
    usize::try_from(chance.next_u32()).unwrap_or(0) % below
}

/// True once in `times`.
pub fn one_in(chance: &mut Chance, times: usize) -> bool {
    pick(chance, times) == 0
}
