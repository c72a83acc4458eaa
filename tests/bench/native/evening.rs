//! What a volunteer records on an evening, door after door: most are not home; where somebody speaks,
//! three answers, and after one conversation in ten a few words.

use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use stairwell::canvass::draft::{self, Draft};
use stairwell::canvass::event::Event;
use stairwell::canvass::fact::{Fact, Outcome, Value};
use stairwell::canvass::fold::State;
use stairwell::canvass::id::{HouseholdId, QuestionId};
use stairwell::canvass::stream::Stream;

use crate::estate::{DOORS, door, question, stair};

/// When it begins: seconds since 1970.
pub const EVENING: i64 = 1_773_077_400;

/// Of ten doors: what came of each.
const TEN: [Outcome; 10] = [
    Outcome::NotHome,
    Outcome::Spoke,
    Outcome::NotHome,
    Outcome::NotHome,
    Outcome::Spoke,
    Outcome::NotHome,
    Outcome::LeftLeaflet,
    Outcome::NotHome,
    Outcome::Refused,
    Outcome::Spoke,
];

/// Words that notes are made of.
const WORDS: [&str; 8] = [
    "lift broken again",
    "damp in the back room",
    "asks about the bus",
    "two small children",
    "rent went up in May",
    "would help with leaflets",
    "knows everybody here",
    "not before six",
];

/// So many events of one phone on one stair, the first of its log among them: who writes.
pub fn on_a_stair(n: u64, phone: u64, count: usize) -> Vec<Event> {
    let mut chance = ChaCha20Rng::seed_from_u64(n << 20 | phone);
    let stream = Stream::Stair(stair(n));
    let mut at = EVENING + (chance.next_u32() % 600) as i64;
    let name = format!("Walker {phone}");
    let mut events = vec![Draft::new(stream, Fact::Writer { name }, Vec::new()).at(at)];
    let mut place = u64::from(chance.next_u32()) % DOORS;
    while events.len() < count {
        at += 40 + (chance.next_u32() % 120) as i64;
        for said in at_a_door(&mut chance, n, place) {
            at += 5 + (chance.next_u32() % 20) as i64;
            events.push(said.at(at));
        }
        place = (place + 1) % DOORS;
    }
    events.truncate(count);
    events
}

fn at_a_door(chance: &mut ChaCha20Rng, n: u64, place: u64) -> Vec<Draft> {
    let (stream, door) = (Stream::Stair(stair(n)), door(n, place));
    let household = HouseholdId::FirstOf(door);
    let outcome = TEN[chance.next_u32() as usize % TEN.len()];
    let mut drafts = draft::knock(stream, door, household, outcome);
    if outcome != Outcome::Spoke {
        return drafts;
    }
    let nothing = State::default();
    let chosen = (chance.next_u32() % 9) as u16;
    let said = [
        Value::Choices(vec![chosen]),
        Value::Choice(chosen % 3),
        [Value::Yes, Value::No][usize::from(chosen % 2)].clone(),
    ];
    drafts.extend((0..).zip(said).map(|(asked, value)| {
        let question = QuestionId(question(asked));
        draft::answer(&nothing, stream, household, question, value, 1)
    }));
    if chance.next_u32().is_multiple_of(10) {
        let words = WORDS[chance.next_u32() as usize % WORDS.len()].to_string();
        drafts.push(Draft::new(
            stream,
            Fact::Note { words },
            vec![household.into()],
        ));
    }
    drafts
}
