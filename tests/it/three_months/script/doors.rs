//! What happens at doors.

use stairwell::canvass::act::{Act, acted};
use stairwell::canvass::draft::{Draft, answer, knock};
use stairwell::canvass::estate;
use stairwell::canvass::fact::{Fact, Outcome, Value};
use stairwell::canvass::id::{DoorId, Facet, HouseholdId};
use stairwell::canvass::petition::{By, next_line, on_paper};
use stairwell::canvass::slot::Slot;
use stairwell::canvass::stream::Stream;
use stairwell::canvass::tenure::{self, Tenure};

use super::estate::{Issue, Life};
use super::nights::{Asks, VOLUNTEERS_A_NIGHT};
use super::{Devices, Estate, HOMES_A_STAIR, OFTEN_NAMED, ORGANISERS, Play, Who};

/// A door is tried so often, and then a letter is better.
const TRIES: usize = 3;

/// A door, and when somebody stands there.
#[derive(Clone, Copy)]
struct At {
    who: Who,
    stair: usize,
    place: usize,
    door: DoorId,
    home: HouseholdId,
    stream: Stream,
    now: i64,
}

impl<D: Devices> Play<D> {
    /// Somebody walks a stair from the top down.
    pub(super) fn walk(&mut self, who: Who, stair: usize, begins: i64, slot: Slot, asks: Asks) {
        let mut now = begins;
        for place in (0..HOMES_A_STAIR).rev() {
            let at = self.stand(who, stair, place, now);
            if self.is_left_out(at, asks) {
                continue;
            }
            now += 120;
            self.truth.tried.insert(at.door);
            let life = self.estate.lives[stair][place];
            let comes = self.often(life.in_at(slot));
            let outcome = self.outcome(life, comes);
            let drafts = knock(at.stream, at.door, at.home, outcome);
            self.devices.record(who, now, &drafts);
            if outcome.reached() {
                self.truth.reached.insert(at.door);
            }
            if matches!(outcome, Outcome::Refused | Outcome::DoNotKnock) {
                self.shut.insert(at.door);
            }
            if outcome == Outcome::Spoke {
                now += 300;
                self.talk(At { now, ..at }, life, asks);
            }
        }
    }

    fn stand(&self, who: Who, stair: usize, place: usize, now: i64) -> At {
        let door = self.estate.doors[stair][place];
        At {
            who,
            stair,
            place,
            door,
            home: estate::household(self.devices.state(who), door),
            stream: Stream::Stair(self.estate.stairs[stair]),
            now,
        }
    }

    /// Who asked not to be seen again, was tried often enough, or has said already what is asked.
    fn is_left_out(&self, at: At, asks: Asks) -> bool {
        if self.shut.contains(&at.door) {
            return true;
        }
        let knocks = estate::knocks(self.devices.state(at.who), at.door);
        let spoke = knocks.iter().any(|knock| knock.outcome.heard());
        match asks {
            Asks::Nothing => spoke || knocks.len() >= TRIES,
            // Whoever talked before is asked; the others were written to.
            Asks::ToSign => !spoke && knocks.len() > TRIES,
            Asks::ToCome => !spoke,
        }
    }

    fn outcome(&mut self, life: Life, comes: bool) -> Outcome {
        match comes {
            false if self.often(3) => Outcome::Inaccessible,
            false => Outcome::NotHome,
            true if life.other_language => Outcome::Language,
            true if life.refuses && self.often(10) => Outcome::DoNotKnock,
            true if life.refuses => Outcome::Refused,
            true if self.often(5) => Outcome::ComeBack,
            true => Outcome::Spoke,
        }
    }

    fn talk(&mut self, at: At, life: Life, asks: Asks) {
        if self.truth.spoken.insert(at.door) {
            self.ask_what_presses(at, life);
        }
        match asks {
            Asks::Nothing => {}
            Asks::ToSign => self.ask_to_sign(at, life),
            Asks::ToCome => self.ask_to_come(at, life),
        }
    }

    /// The listening script, once a home.
    fn ask_what_presses(&mut self, at: At, life: Life) {
        let (names, agrees, gives) = (self.often(60), self.often(70), self.often(15));
        let names_other = self.often(40);
        let state = self.devices.state(at.who);
        let said = |question: usize, value: Value| {
            let question = self.estate.questions[question];
            answer(state, at.stream, at.home, question, value, 1)
        };
        let mut drafts = vec![
            said(0, Value::Choices(vec![life.issue as u16])),
            said(2, Value::Choice(life.depth)),
            said(4, if agrees { Value::Yes } else { Value::No }),
        ];
        if life.depth > 0 {
            drafts.push(said(1, Value::Words(own_words(life.issue).into())));
        }
        if tenure::tenure(state, at.home) == Tenure::Unknown {
            let held = Estate::held(at.stair);
            drafts.push(tenure::holds(state, at.stream, at.home, held));
        }
        let about = || vec![at.home.into()];
        if names && at.place != OFTEN_NAMED {
            let whom = match names_other {
                false => format!("Flat {}", Estate::number(at.stair, OFTEN_NAMED)),
                true => "The woman with the dog".into(),
            };
            drafts.push(Draft::new(
                Stream::Inner,
                Fact::Nomination { whom },
                about(),
            ));
        }
        if gives {
            // Numbers that are nobody's: Ofcom keeps them for plays.
            let contact = Fact::Contact {
                name: format!("Neighbour {}", Estate::number(at.stair, at.place)),
                reach: format!("07700 900{:03}", Estate::number(at.stair, at.place)),
            };
            drafts.push(Draft::new(Stream::Inner, contact, about()));
            let agreed = Fact::PlainFact { value: Value::Yes };
            let about = vec![at.home.into(), Facet::CONTACT_CONSENT.into()];
            drafts.push(Draft::new(at.stream, agreed, about));
        }
        self.devices.record(at.who, at.now, &drafts);
        let raised = self.truth.raised.entry(life.issue).or_default();
        raised.insert(at.door);
    }

    fn ask_to_sign(&mut self, at: At, life: Life) {
        let Some(petition) = self.made.petition else {
            return;
        };
        let again = self.truth.signed.contains(&at.door);
        // Hardly anybody who signed does so again, and nobody asks who does.
        if !life.signs || (again && !self.often(6)) {
            return;
        }
        let place = self.next_line[at.stair];
        let last = (place.0, place.1 + 1);
        self.next_line[at.stair] = next_line(place).unwrap_or((place.0 + 1, 1));
        assert!(
            last.0 <= (at.stair as u16 + 1) * 3,
            "a stair has three sheets"
        );
        let by = By {
            petition,
            who: String::new(),
            day: (at.now / 86_400) as i32,
            also_act: true,
        };
        let draft = on_paper(Some(at.home), place, by).unwrap();
        self.devices.record(at.who, at.now, &[draft]);
        self.truth.lines += 1;
        self.truth.seconds += usize::from(again);
        self.truth.signed.insert(at.door);
    }

    fn ask_to_come(&mut self, at: At, life: Life) {
        let said = if life.says_yes {
            Act::SaysYes
        } else {
            Act::NotSure
        };
        let draft = acted(at.home, said, (at.now / 86_400) as i32, Vec::new());
        self.devices.record(at.who, at.now, &[draft]);
        if life.says_yes {
            self.truth.said_yes.insert(at.door);
        }
    }

    /// On the first night the next one goes to a door of the first one's stair, before either has heard of the
    /// other: two versions of one answer, and neither over the other.
    pub(super) fn heard_twice(&mut self, begins: i64) {
        let spoke = |door: &&DoorId| self.truth.spoken.contains(*door);
        let doors = &self.estate.doors[0];
        let Some(door) = doors.iter().find(spoke).copied() else {
            return;
        };
        let place = doors.iter().position(|it| *it == door).unwrap_or_default();
        let other = Who(ORGANISERS + VOLUNTEERS_A_NIGHT);
        self.devices.sync(other, begins - 600);
        let at = self.stand(other, 0, place, begins + 9_000);
        let knocked = knock(at.stream, at.door, at.home, Outcome::Spoke);
        self.devices.record(other, at.now, &knocked);
        let state = self.devices.state(other);
        let question = self.estate.questions[2];
        let life = self.estate.lives[0][place];
        let value = Value::Choice((life.depth + 1) % 3);
        let said = answer(state, at.stream, at.home, question, value, 1);
        self.devices.record(other, at.now, &[said]);
        self.devices.sync(other, at.now + 60);
    }
}

fn own_words(issue: Issue) -> &'static str {
    match issue {
        Issue::Damp => "Black mould in the back bedroom",
        Issue::Rent => "The rent went up twice",
        Issue::Lift => "The lift is out again",
    }
}
