//! A device that pulls: a session that is handed an endpoint's answers, and the state it folds.

use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;
use stairwell::canvass::fold::{Counted, State};
use stairwell::sync::certificate::Chain;
use stairwell::sync::device::Device;
use stairwell::sync::session::{Input, Output, Pulled, Session};
use stairwell::sync::wire::{Cursor, SyncAnswer, encode};

use crate::evening::EVENING;

/// The certificates of these devices, and all above them.
pub fn chain(devices: &[Device]) -> Chain {
    let mut chain = Chain::default();
    for signed in devices.iter().flat_map(|device| &device.line) {
        chain.insert(signed.clone());
    }
    chain
}

/// The same as they travel, each once.
pub fn certificates(devices: &[Device]) -> Vec<Vec<u8>> {
    chain(devices)
        .iter()
        .map(|signed| signed.to_bytes())
        .collect()
}

/// A device that has pulled so far.
#[derive(Clone)]
pub struct Puller {
    pub session: Session,
    pub state: State,
    pub kept: Vec<Pulled>,
    position: u64,
    chance: ChaCha20Rng,
}

impl Puller {
    /// One that has pulled nothing.
    pub fn new(device: &Device) -> Puller {
        Puller {
            session: Session::new(device.clone()),
            state: State::default(),
            kept: Vec::new(),
            position: 0,
            chance: ChaCha20Rng::seed_from_u64(9),
        }
    }

    /// Takes these batches as an endpoint's answer: checks, opens and folds them. How many events.
    pub fn pull(&mut self, batches: &[Vec<u8>], certificates: &[Vec<u8>]) -> usize {
        let asked = self.session.step(EVENING, Input::Sync, &mut self.chance);
        let request = asked.into_iter().find_map(|output| match output {
            Output::Send(request) => Some(request),
            _ => None,
        });
        let nonce = request.unwrap().nonce;
        self.position += batches.len() as u64;
        let answer = SyncAnswer {
            now: EVENING,
            batches: batches.to_vec(),
            certificates: certificates.to_vec(),
            cursor: Cursor {
                position: self.position,
                chain: [1; 32],
            },
            ..SyncAnswer::default()
        };
        let body = encode(&answer);
        let token = self.session.device().token.clone();
        let mac = token.answer_mac(&nonce, 200, &body);
        let answered = Input::Answered {
            status: 200,
            body,
            mac: Some(data_encoding::HEXLOWER.encode(&mac)),
        };
        let outputs = self.session.step(EVENING, answered, &mut self.chance);
        let mut events = 0;
        for output in outputs {
            match output {
                Output::Merge(runs) => {
                    for run in runs {
                        events += run.events.len();
                        assert_eq!(self.state.add(&run), Counted::Merged);
                    }
                }
                Output::Keep(pulled) => self.kept.push(pulled),
                other => panic!("a pull that holds nothing of one's own leads to {other:?}"),
            }
        }
        events
    }
}
