//! What people record: at doors, about people, and on the board.

use stairwell::canvass::dot::Dot;
use stairwell::canvass::draft::{self, Draft, Visit};
use stairwell::canvass::estate::{self, Door};
use stairwell::canvass::event::Kind;
use stairwell::canvass::fact::{Fact, NoKnockScope, Outcome, Value};
use stairwell::canvass::fold::State;
use stairwell::canvass::id::{Facet, HouseholdId, Id, QuestionId, StairId};
use stairwell::canvass::stream::Stream;
use stairwell::sync::certificate::Role;

use crate::luck::Luck;

/// Facets that a household's answers are kept under.
const FACETS: [Facet; 3] = [Facet::TENURE, Facet::LANGUAGE, Facet::CONTACT_CONSENT];

/// Somebody with a phone in their hand.
pub struct Person<'w> {
    pub luck: &'w mut Luck,
    /// What is on the screen.
    pub state: &'w State,
    pub role: Role,
    /// The stairs in reach.
    pub stairs: &'w [StairId],
    /// A word that nothing else has.
    pub word: String,
}

impl Person<'_> {
    /// One tap: what is to be recorded together. Nothing where there is no door to see.
    pub fn taps(&mut self) -> Vec<Draft> {
        if self.role == Role::Organiser && self.luck.one_in(3) {
            return self.at_the_desk();
        }
        let Some(stair) = self.luck.of(self.stairs) else {
            return Vec::new();
        };
        let doors = estate::doors(self.state, stair);
        let door = self.luck.below(doors.len());
        match doors.get(door) {
            Some(door) => self.at_a_door(stair, door),
            None => Vec::new(),
        }
    }

    fn at_a_door(&mut self, stair: StairId, door: &Door) -> Vec<Draft> {
        let stream = Stream::Stair(stair);
        let household = estate::household(self.state, door.id);
        let about = || vec![Id::from(household)];
        let word = self.word.clone();
        let one = |fact| vec![Draft::new(stream, fact, about())];
        match self.luck.weighed(&[6, 4, 3, 2, 3, 1, 1, 2, 1, 1]) {
            0 => self.knocks(stream, door, household),
            1 => self.answers(stream, household),
            2 => one(Fact::Note { words: word }),
            3 => {
                let facet = self.luck.of(&FACETS).unwrap_or(Facet::TENURE);
                let value = Value::Words(word);
                let subject = household.into();
                vec![draft::plain_fact(self.state, stream, subject, facet, value)]
            }
            4 => self.takes_back(stream),
            5 => one(Fact::Resident { name: word }),
            6 => one(Fact::FollowUp {
                what: word,
                who: None,
                by: None,
            }),
            7 => {
                let fact = Fact::Nomination { whom: word };
                vec![Draft::new(Stream::Inner, fact, about())]
            }
            8 => {
                let (name, reach) = (word, "07700 900123".to_string());
                let fact = Fact::Contact { name, reach };
                vec![Draft::new(Stream::Inner, fact, about())]
            }
            _ => one(Fact::DoNotKnock {
                scope: NoKnockScope::Campaign,
            }),
        }
    }

    fn knocks(&mut self, stream: Stream, door: &Door, household: HouseholdId) -> Vec<Draft> {
        let outcome = self.luck.of(&Outcome::ALL).unwrap_or(Outcome::NotHome);
        let visit = Visit {
            by: Some(self.word.clone()),
            when: None,
        };
        draft::knock_of(visit, stream, door.id, household, outcome)
    }

    fn answers(&mut self, stream: Stream, household: HouseholdId) -> Vec<Draft> {
        let questions: Vec<Dot> = self
            .state
            .of_kind(Kind::QUESTION)
            .map(|(dot, _)| dot)
            .collect();
        let Some(question) = self.luck.of(&questions) else {
            return Vec::new();
        };
        let value = Value::Words(self.word.clone());
        let question = QuestionId(question);
        vec![draft::answer(
            self.state, stream, household, question, value, 1,
        )]
    }

    /// Takes something back that stands in this stream, one's own or another's.
    fn takes_back(&mut self, stream: Stream) -> Vec<Draft> {
        let here = |dot: &Dot| {
            let log = self.state.log(dot.log);
            log.is_some_and(|log| log.author.stream == stream)
        };
        let mut all: Vec<Dot> = self.state.entries().map(|(dot, _)| dot).collect();
        all.retain(here);
        let target = self.luck.of(&all);
        target
            .and_then(|target| draft::strike(self.state, stream, &[target]))
            .into_iter()
            .collect()
    }

    fn at_the_desk(&mut self) -> Vec<Draft> {
        let word = self.word.clone();
        let board = |fact, about| vec![Draft::new(Stream::Board, fact, about)];
        match self.luck.below(6) {
            0 => {
                let mut about_us = Draft::new(
                    Stream::Board,
                    Fact::AboutUs {
                        group: word,
                        contact: "tenants@example.org".to_string(),
                        shared_with: String::new(),
                    },
                    vec![Facet::ABOUT_US.into()],
                );
                let former = self.state.of_kind(Kind::ABOUT_US).map(|(dot, _)| dot);
                about_us.over = former.collect();
                vec![about_us]
            }
            1 => board(Fact::Estate { name: word }, self.some_of(Kind::BLOCK)),
            2 => {
                let doors = self.some_of(Kind::DOOR);
                board(Fact::Turf { name: word }, doors)
            }
            3 => self.erases(),
            4 => board(
                Fact::Question {
                    words: word,
                    answers: stairwell::canvass::script::AnswerKind::Words,
                },
                Vec::new(),
            ),
            _ => {
                let placed = Fact::Placed {
                    entrance: Some(word),
                    floor: None,
                    order: 7,
                };
                board(placed, self.some_of(Kind::DOOR))
            }
        }
    }

    fn some_of(&mut self, kind: Kind) -> Vec<Id> {
        let sort = match kind {
            Kind::DOOR => stairwell::canvass::id::Sort::DOOR,
            _ => stairwell::canvass::id::Sort::BLOCK,
        };
        let all: Vec<Dot> = self.state.of_kind(kind).map(|(dot, _)| dot).collect();
        let dot = self.luck.of(&all);
        dot.map(|dot| Id::Named(sort, dot)).into_iter().collect()
    }

    /// Erases a household or a resident.
    fn erases(&mut self) -> Vec<Draft> {
        let mut all: Vec<Id> = Vec::new();
        for stair in self.stairs {
            let doors = estate::doors(self.state, *stair);
            let households = doors
                .iter()
                .map(|door| Id::from(estate::household(self.state, door.id)));
            all.extend(households);
        }
        let residents = self.state.of_kind(Kind::RESIDENT).map(|(dot, _)| dot);
        all.extend(residents.map(|dot| Id::Named(stairwell::canvass::id::Sort::RESIDENT, dot)));
        match self.luck.of(&all) {
            // Rarely: it takes away what others are to be compared by.
            Some(id) if self.luck.one_in(3) => {
                vec![Draft::new(Stream::Board, Fact::Erased {}, vec![id])]
            }
            _ => Vec::new(),
        }
    }
}
