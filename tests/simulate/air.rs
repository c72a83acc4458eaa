//! What becomes of messages between a phone and the endpoint.

use stairwell::sync::session::Request;

use crate::host::Answer;
use crate::luck::Luck;

/// After how many seconds a phone waits for an answer no longer.
pub const PATIENCE: i64 = 30;

/// No request is delivered more often than once and so many times more.
const MOST_AGAIN: usize = 4;

/// What becomes of a request and its answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    Good,
    RequestLost,
    /// Only so many bytes of it arrive.
    RequestCut(usize),
    AnswerLost,
    /// Only so many bytes of it come back.
    AnswerCut(usize),
    /// It is answered by a hotel's page.
    Portal,
    /// It takes longer than anybody waits.
    Late,
    /// It is delivered so many times more, each later; nobody waits for those answers.
    Again(usize),
}

impl Fate {
    /// As on a stair.
    pub fn on_a_stair(luck: &mut Luck, length: usize) -> Fate {
        match luck.weighed(&[60, 8, 4, 10, 3, 3, 6, 6]) {
            1 => Fate::RequestLost,
            2 => Fate::RequestCut(luck.below(length.max(1))),
            3 => Fate::AnswerLost,
            4 => Fate::AnswerCut(luck.below(200)),
            5 => Fate::Portal,
            6 => Fate::Late,
            7 => Fate::Again(1 + luck.below(MOST_AGAIN)),
            _ => Fate::Good,
        }
    }

    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Fate::Good => "and it will arrive",
            Fate::RequestLost => "and it will be lost on the way",
            Fate::RequestCut(_) => "and only its beginning will arrive",
            Fate::AnswerLost => "and the answer will be lost",
            Fate::AnswerCut(_) => "and only the answer's beginning will come",
            Fate::Portal => "and a hotel's page will answer",
            Fate::Late => "and it will take longer than anybody waits",
            Fate::Again(_) => "and it will be delivered again and again",
        }
    }
}

/// Where a message is.
#[derive(Clone, Debug)]
pub enum Leg {
    /// On its way to the endpoint, these bytes of it.
    Going(Vec<u8>),
    /// On its way back; none where the endpoint did not answer.
    Coming(Option<Answer>),
}

/// A message under way.
#[derive(Clone, Debug)]
pub struct Flight {
    pub phone: usize,
    /// Who waits for the answer: the tab and its work. None: nobody any more.
    pub waits: Option<(u64, u64)>,
    pub request: Request,
    pub fate: Fate,
    pub leg: Leg,
    /// When it is there, by the sun.
    pub due: i64,
    /// When nobody waits any longer.
    pub gives_up: i64,
}

impl Flight {
    /// A request that leaves now.
    pub fn leaves(
        phone: usize,
        waits: Option<(u64, u64)>,
        request: Request,
        fate: Fate,
        now: i64,
        luck: &mut Luck,
    ) -> Flight {
        let seconds = match fate {
            Fate::Late => PATIENCE + luck.between(1, 600),
            Fate::Good => luck.between(0, 3),
            _ => luck.between(0, 12),
        };
        let body = match fate {
            Fate::RequestCut(length) => request.body.get(..length).unwrap_or_default().to_vec(),
            _ => request.body.clone(),
        };
        Flight {
            phone,
            waits,
            request,
            fate,
            leg: Leg::Going(body),
            due: now + seconds,
            gives_up: now + PATIENCE,
        }
    }
}

/// What a hotel answers.
pub fn portal() -> Answer {
    Answer {
        status: 200,
        body: b"<html>Welcome to our guests' network</html>".to_vec(),
        mac: None,
    }
}
