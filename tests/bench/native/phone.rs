//! A volunteer's phone at an endpoint: it records, seals what it recorded, and syncs until nothing is
//! left to do.

use std::net::Ipv4Addr;

use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;
use stairwell::canvass::dot::LogId;
use stairwell::canvass::event::Event;
use stairwell::canvass::fold::{Counted, State};
use stairwell::canvass::stream::Stream;
use stairwell::sync::device::Device;
use stairwell::sync::session::{Input, Output, OwnLog, Request, Session};

use crate::served::{Served, agent, somewhere};

/// A phone.
pub struct Phone {
    pub session: Session,
    pub state: State,
    pub from: Ipv4Addr,
    /// Events that came, its own among them.
    pub merged: usize,
    /// Bytes of bodies sent, and of those that came.
    pub sent: usize,
    pub came: usize,
    agent: ureq::Agent,
    chance: ChaCha20Rng,
}

impl Phone {
    /// One that has recorded and pulled nothing, at an address of its own.
    pub fn new(device: Device, address: u32) -> Phone {
        Phone {
            session: Session::new(device),
            state: State::default(),
            from: somewhere(address),
            merged: 0,
            sent: 0,
            came: 0,
            agent: agent(),
            chance: ChaCha20Rng::seed_from_u64(u64::from(address)),
        }
    }

    /// Records the whole of a log.
    pub fn record(&mut self, log: LogId, stream: Stream, events: Vec<Event>) {
        let own = OwnLog {
            log,
            stream,
            certificate: self.session.device().certificate(),
            acknowledged: 0,
            acknowledged_hash: [0; 32],
            parked: None,
        };
        self.step(Input::Opened(own));
        for (seq, event) in (1..).zip(events) {
            self.step(Input::Recorded { log, seq, event });
        }
    }

    /// Seals everything; the request that carries it.
    pub fn sealed(&mut self) -> Request {
        let mut inputs = vec![Input::Sync];
        while let Some(input) = inputs.pop() {
            for output in self.step(input) {
                match output {
                    Output::Store { log, first, bytes } => {
                        inputs.push(Input::Stored { log, first, bytes });
                    }
                    Output::Send(request) => return request,
                    other => panic!("sealing leads to {other:?}"),
                }
            }
        }
        panic!("sealing leads to no request");
    }

    /// Takes the answer to its request, and goes on until there is no more.
    pub fn sync_from(&mut self, served: &Served, request: Request) {
        let mut next = Some(request);
        while let Some(request) = next.take() {
            self.sent += request.body.len();
            let answer = served.carry(&self.agent, &request, self.from).unwrap();
            assert_eq!(
                answer.status,
                200,
                "{}",
                String::from_utf8_lossy(&answer.body)
            );
            self.came += answer.body.len();
            let (status, body, mac) = (answer.status, answer.body, answer.mac);
            let mut inputs = vec![Input::Answered { status, body, mac }];
            while let Some(input) = inputs.pop() {
                for output in self.step(input) {
                    match output {
                        Output::Store { log, first, bytes } => {
                            inputs.push(Input::Stored { log, first, bytes });
                        }
                        Output::Send(request) => next = Some(request),
                        Output::Merge(runs) => self.merge(&runs),
                        _ => {}
                    }
                }
            }
        }
        let status = self.session.status();
        assert_eq!((status.waiting, status.trouble), (0, None));
    }

    /// Sends what was recorded, and pulls.
    pub fn sync(&mut self, served: &Served) {
        let request = self.sealed();
        self.sync_from(served, request);
    }

    fn merge(&mut self, runs: &[stairwell::canvass::fold::Written]) {
        for run in runs {
            self.merged += run.events.len();
            assert_eq!(self.state.add(run), Counted::Merged);
        }
    }

    fn step(&mut self, input: Input) -> Vec<Output> {
        self.session.step(Served::now(), input, &mut self.chance)
    }
}
