//! One phone of the rehearsal: its walk, its luck, its evening.

use rand_chacha::rand_core::Rng;

use super::tally::Tally;
use super::wire_tap::{Weather, WireTap};
use crate::canvass::dot::Dot;
use crate::canvass::draft::{self, Draft};
use crate::canvass::estate::{self, Door};
use crate::canvass::event::Kind;
use crate::canvass::fact::{Fact, Outcome, Value};
use crate::canvass::id::{HeadId, Id, QuestionId};
use crate::canvass::script::AnswerKind;
use crate::canvass::stream::Stream;
use crate::command::chance::Chance;
use crate::command::phone::{Phone, Sync};
use crate::command::post::{Answer, Endpoint};
use crate::sync::session::{Input, Request};

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
        chance: &mut Chance,
    ) -> anyhow::Result<()> {
        let Some(door) = self.doors.get(self.walked).cloned() else {
            return Ok(());
        };
        self.walked += 1;
        let stream = Stream::Stair(door.stair);
        let household = estate::household(&self.phone.state, door.id);
        let outcome = outcome(chance);
        let knocked = draft::knock(stream, door.id, household, outcome);
        let dots = self.record(&knocked, now, tally, chance)?;
        if one_in(chance, 40) {
            // A slip of the thumb: taken back, and put right.
            let back = draft::undo(&self.phone.state, stream, &dots);
            self.record(&back, now + 5, tally, chance)?;
            let again = draft::knock(stream, door.id, household, Outcome::NotHome);
            self.record(&again, now + 10, tally, chance)?;
        } else if outcome == Outcome::Spoke {
            let household = household.into();
            let mut said = self.conversation(stream, household, chance);
            if one_in(chance, 4) {
                let words = [
                    "lift out again",
                    "asked about the meeting",
                    "will ring the office",
                ];
                let fact = Fact::Note {
                    words: words[pick(chance, words.len())].to_string(),
                };
                said.push(Draft::new(stream, fact, vec![household]));
            }
            self.record(&said, now + 60, tally, chance)?;
        }
        Ok(())
    }

    fn conversation(&self, stream: Stream, household: Id, chance: &mut Chance) -> Vec<Draft> {
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
            if one_in(chance, 5) {
                continue; // Not everyone answers everything.
            }
            let value = match answers {
                AnswerKind::Choice(choices) => Value::Choice(pick(chance, choices.len()) as u16),
                AnswerKind::Choices(choices) => {
                    Value::Choices(vec![pick(chance, choices.len()) as u16])
                }
                AnswerKind::Scale(..) => Value::Scale(1 + pick(chance, 5) as u8),
                AnswerKind::Number => Value::Number(pick(chance, 6) as i64),
                AnswerKind::Words => {
                    let words = [
                        "the lift",
                        "damp in the back room",
                        "nobody answers the phone",
                    ];
                    Value::Words(words[pick(chance, words.len())].to_string())
                }
                AnswerKind::YesNo => {
                    [Value::Yes, Value::No, Value::WouldNotSay][pick(chance, 3)].clone()
                }
                AnswerKind::Nomination => {
                    let whom = format!("flat {}", 1 + pick(chance, 24));
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
    pub fn sync_in(
        &mut self,
        weather: Option<Weather>,
        dies_at: Option<usize>,
        now: i64,
        tap: &WireTap,
        chance: &mut Chance,
    ) -> anyhow::Result<()> {
        let at = self.now(now);
        self.endpoint.practice_now = Some(now);
        let twice = one_in(chance, 10);
        let endpoint = self.endpoint.clone();
        let mut bytes = 0;
        let mut send = |request: &Request| -> Option<Answer> {
            tap.set(weather?);
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
        tap.set(Weather::Clear);
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
