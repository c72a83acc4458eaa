//! Everyone and everything of a history, and how one is stepped.

use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;
use stairwell::canvass::fold::Written;
use stairwell::canvass::id::StairId;
use stairwell::sync::batch::Batch;
use stairwell::sync::session::{Input, Request};
use stairwell::sync::wire::{SyncRequest, decode};

use crate::air::{Fate, Flight, Leg, PATIENCE, portal};
use crate::host::{Answer, Host};
use crate::luck::Luck;
use crate::phone::Phone;
use crate::phone::journal::Journal;
use crate::phone::tab::{Moment, Tab};
use crate::plan::Plan;
use crate::sabotage::Sabotage;
use crate::story::Story;
use crate::tally::Tally;

/// When it begins: Monday 9 March 2026, 17:30 in UTC, in seconds since 1970.
pub const EVENING: i64 = 1_773_077_400;
/// More outputs than any sync that comes to an end.
const ENDLESS: usize = 2_000;

/// A history in the making.
pub struct World<'h> {
    pub host: &'h mut Host,
    pub plan: Plan,
    pub broken: Option<Sabotage>,
    pub luck: Luck,
    pub chance: ChaCha20Rng,
    pub story: Story,
    pub tally: Tally,
    /// By the sun, seconds since 1970.
    pub now: i64,
    /// The first is the organiser who began it.
    pub phones: Vec<Phone>,
    pub flights: Vec<Flight>,
    pub stairs: Vec<StairId>,
    /// How many words were given out.
    pub tags: usize,
    /// The air is good, and nobody's disk is full.
    pub calm: bool,
    /// What checkpoints have replaced, as who made each had it.
    pub replaced: Vec<Written>,
    pub backed_up: bool,
    pub brought_back: bool,
    /// Who is nowhere to be found since the backup, and had sent all by then.
    pub missing: Option<usize>,
    /// An epoch was begun since the first.
    pub keys_changed: bool,
    /// An epoch was begun after the backup.
    pub epoch_forgotten: bool,
    pub endpoint_full: bool,
    /// How often one request was delivered at most.
    pub most_deliveries: usize,
    /// Some phone had the app open twice.
    pub two_tabs: bool,
    /// Who is being taken off, until everyone else has new keys.
    pub taking_off: Option<usize>,
    /// What is not as it must be.
    pub wrong: Vec<String>,
    tabs_opened: u64,
}

impl<'h> World<'h> {
    /// Nobody is there yet.
    pub fn new(host: &'h mut Host, seed: u64, told: bool, broken: Option<Sabotage>) -> World<'h> {
        let mut luck = Luck::from_seed(seed);
        World {
            host,
            plan: Plan::draw(&mut luck),
            broken,
            luck,
            chance: ChaCha20Rng::seed_from_u64(!seed),
            story: Story::new(told),
            tally: Tally::default(),
            now: EVENING,
            phones: Vec::new(),
            flights: Vec::new(),
            stairs: Vec::new(),
            tags: 0,
            calm: true,
            replaced: Vec::new(),
            backed_up: false,
            brought_back: false,
            missing: None,
            keys_changed: false,
            epoch_forgotten: false,
            endpoint_full: false,
            most_deliveries: 1,
            two_tabs: false,
            taking_off: None,
            wrong: Vec::new(),
            tabs_opened: 0,
        }
    }

    /// Tells a step of a phone's.
    pub fn tell(&mut self, phone: usize, what: impl FnOnce() -> String) {
        let name = self.phones.get(phone).map_or("?", |phone| &phone.name);
        let seconds = self.now - EVENING;
        self.story.tell(seconds, || format!("{name} {}", what()));
    }

    /// Tells a step of nobody's phone.
    pub fn tell_all(&mut self, what: impl FnOnce() -> String) {
        self.story.tell(self.now - EVENING, what);
    }

    /// Does something with a tab, by their places; nothing where there is none.
    pub fn with<T>(
        &mut self,
        phone: usize,
        tab: usize,
        act: impl FnOnce(&mut Tab, &mut Journal, &mut Moment<'_>) -> T,
    ) -> Option<T> {
        let phone = self.phones.get_mut(phone)?;
        let mut moment = Moment {
            now: self.now + phone.skew,
            chance: &mut self.chance,
            broken: self.broken,
        };
        let tab = phone.tabs.get_mut(tab)?;
        Some(act(tab, &mut phone.journal, &mut moment))
    }

    /// Opens a tab on a phone.
    pub fn open(&mut self, phone: usize) {
        self.tabs_opened += 1;
        let id = self.tabs_opened;
        let Some(own) = self.phones.get_mut(phone) else {
            return;
        };
        let mut moment = Moment {
            now: self.now + own.skew,
            chance: &mut self.chance,
            broken: self.broken,
        };
        own.tabs.push(Tab::open(id, &own.journal, &mut moment));
        self.two_tabs |= own.tabs.len() > 1;
    }

    /// A phone's tabs are gone, with what was on their screens.
    pub fn close(&mut self, phone: usize) {
        if let Some(own) = self.phones.get_mut(phone) {
            own.tabs.clear();
        }
        for flight in &mut self.flights {
            if flight.phone == phone {
                flight.waits = None;
            }
        }
    }

    /// Carries out a tab's next output.
    pub fn advance(&mut self, phone: usize, tab: usize) {
        let done = self.with(phone, tab, |tab, journal, moment| {
            let (what, request) = tab.advance(journal, moment);
            (what, request, tab.away().map(|away| (tab.id, away)))
        });
        let Some((what, request, waits)) = done else {
            return;
        };
        match request {
            Some(request) => self.send(phone, waits, request),
            None => self.tell(phone, || what.to_string()),
        }
        self.pass_on_news(phone, tab);
    }

    fn send(&mut self, phone: usize, waits: Option<(u64, u64)>, request: Request) {
        self.look_at(phone, &request);
        let length = request.body.len();
        let fate = match self.calm {
            true => Fate::Good,
            false => Fate::on_a_stair(&mut self.luck, length),
        };
        self.tell(phone, || format!("sends {length} bytes, {}", fate.words()));
        let now = self.now;
        let luck = &mut self.luck;
        let flight = Flight::leaves(phone, waits, request.clone(), fate, now, luck);
        self.flights.push(flight);
        if let Fate::Again(times) = fate {
            for _ in 0..times {
                let again = Flight::leaves(phone, None, request.clone(), Fate::Late, now, luck);
                self.flights.push(again);
            }
            self.most_deliveries = self.most_deliveries.max(times + 1);
        }
    }

    /// A batch is sent as it is stored, and never before. Where two tabs send, one may still have in mind
    /// what the other has put the endpoint's in the place of, or what was emptied under both.
    fn look_at(&mut self, phone: usize, request: &Request) {
        let Ok(asked) = decode::<SyncRequest>(&request.body) else {
            return;
        };
        let Some(own) = self.phones.get(phone) else {
            return;
        };
        let several_send = self.plan.tabs && !self.plan.locks;
        let stored = |bytes: &Vec<u8>| {
            let lies_there = Batch::from_bytes(bytes).is_ok_and(|batch| {
                own.journal.batches.get(&(batch.log, batch.first)) == Some(bytes)
            });
            lies_there || (several_send && own.journal.once_stored.contains(&Batch::hash(bytes)))
        };
        if !asked.batches.iter().all(stored) {
            let line = format!("{} sends a batch that it has not stored", own.name);
            self.wrong.push(line);
        }
    }

    /// A message comes one leg further.
    pub fn fly(&mut self, place: usize) {
        if place >= self.flights.len() {
            return;
        }
        let mut flight = self.flights.swap_remove(place);
        match std::mem::replace(&mut flight.leg, Leg::Coming(None)) {
            Leg::Going(body) => {
                if flight.fate == Fate::RequestLost {
                    return; // Whoever waits gives up by themselves.
                }
                let answer = self.arrive(&flight, body);
                flight.leg = Leg::Coming(answer);
                flight.due = self.now + self.luck.between(0, 2);
                if flight.waits.is_some() {
                    self.flights.push(flight);
                }
            }
            Leg::Coming(answer) => self.come_back(&flight, answer),
        }
    }

    fn arrive(&mut self, flight: &Flight, body: Vec<u8>) -> Option<Answer> {
        if flight.fate == Fate::Portal {
            return Some(portal());
        }
        let kept = match self.broken {
            Some(Sabotage::EndpointDropsAPush) => crate::meddle::without_the_last(&body),
            _ => None,
        };
        let request = &flight.request;
        let answer = match kept {
            Some((body, head)) => {
                let answer = self.host.carry(request, body, self.now);
                answer.map(|answer| crate::meddle::claiming(request, answer, head))
            }
            None => self.host.carry(request, body, self.now),
        };
        let status = answer.as_ref().map(|answer| answer.status);
        self.tell_all(|| match status {
            Some(status) => format!("the endpoint answers {status}"),
            None => "nobody answers".to_string(),
        });
        answer
    }

    fn come_back(&mut self, flight: &Flight, answer: Option<Answer>) {
        let mut answer = answer.filter(|_| flight.fate != Fate::AnswerLost);
        if let (Fate::AnswerCut(length), Some(answer)) = (flight.fate, &mut answer) {
            answer.body.truncate(length);
        }
        if flight.fate == Fate::AnswerLost {
            return;
        }
        let input = match answer {
            None => Input::NoAnswer,
            Some(answer) => self.heard(flight, answer),
        };
        self.hand_in(flight.phone, flight.waits, input);
    }

    fn heard(&mut self, flight: &Flight, answer: Answer) -> Input {
        let answer = match (self.broken, self.phones.get(flight.phone)) {
            (Some(broken), Some(own)) => {
                crate::meddle::misheard(broken, &flight.request, answer, &own.journal)
            }
            _ => answer,
        };
        Input::Answered {
            status: answer.status,
            body: answer.body,
            mac: answer.mac,
        }
    }

    /// Hands an answer, or that there is none, to whoever waits for it.
    fn hand_in(&mut self, phone: usize, waits: Option<(u64, u64)>, input: Input) {
        let Some((tab, request)) = waits else { return };
        let Some(own) = self.phones.get(phone) else {
            return;
        };
        let Some(place) = own.tabs.iter().position(|one| one.id == tab) else {
            return;
        };
        if matches!(input, Input::NoAnswer) {
            self.tell(phone, || "hears nothing".to_string());
        }
        let lost = matches!(input, Input::NoAnswer);
        self.with(phone, place, |tab, journal, moment| {
            if lost && moment.is(Sabotage::CountsDoubledDelivery) {
                tab.record_once_more(journal, moment);
            }
            tab.answered(request, input, journal, moment);
        });
        self.pass_on_news(phone, place);
    }

    /// Whoever has waited long enough gives up.
    pub fn give_up(&mut self) {
        let now = self.now;
        let late: Vec<(usize, Option<(u64, u64)>)> = self
            .flights
            .iter_mut()
            .filter(|flight| flight.waits.is_some() && flight.gives_up <= now)
            .map(|flight| (flight.phone, flight.waits.take()))
            .collect();
        // What was lost on the way has nobody left to tell; see `fly`.
        for (phone, waits) in late {
            self.hand_in(phone, waits, Input::NoAnswer);
        }
        for phone in 0..self.phones.len() {
            self.give_up_on(phone);
        }
    }

    /// Requests that are nowhere any more.
    fn give_up_on(&mut self, phone: usize) {
        let Some(own) = self.phones.get(phone) else {
            return;
        };
        let waiting = own.tabs.iter();
        let waiting = waiting.filter_map(|tab| Some((tab.id, tab.away()?)));
        let flown = |waits: &(u64, u64)| {
            let mut flights = self.flights.iter();
            !flights.any(|flight| flight.phone == phone && flight.waits == Some(*waits))
        };
        let lost: Vec<_> = waiting.filter(flown).collect();
        for waits in lost {
            self.hand_in(phone, Some(waits), Input::NoAnswer);
        }
    }

    pub fn pass_on_news(&mut self, phone: usize, from: usize) {
        let Some(own) = self.phones.get_mut(phone) else {
            return;
        };
        let Some(tab) = own.tabs.get_mut(from) else {
            return;
        };
        if std::mem::take(&mut tab.news) {
            for (place, other) in own.tabs.iter_mut().enumerate() {
                other.unheard |= place != from;
            }
        }
    }

    /// A tab hears that another has done something, as `client::wake` has it do.
    pub fn hear(&mut self, phone: usize, tab: usize) {
        let leads = self.leads(tab);
        self.with(phone, tab, |tab, journal, moment| {
            if !std::mem::take(&mut tab.unheard) {
                return;
            }
            if leads {
                tab.take_in_recorded(journal, moment);
            } else {
                tab.read_again(journal, moment);
            }
            tab.news = false;
        });
    }

    /// A phone's tabs hear all that was told.
    pub fn hear_all(&mut self, phone: usize) {
        for tab in 0..self.phones.get(phone).map_or(0, |own| own.tabs.len()) {
            self.hear(phone, tab);
        }
    }

    /// Whether a tab sends and fetches: the first, or each, in a browser without locks.
    pub fn leads(&self, tab: usize) -> bool {
        tab == 0 || !self.plan.locks
    }

    /// In good air: a phone does all that is begun, until it waits for nothing.
    pub fn rest(&mut self, phone: usize) {
        for _ in 0..ENDLESS {
            self.hear_all(phone);
            let ready = self.phones.get(phone).and_then(|own| {
                let mut tabs = own.tabs.iter();
                tabs.position(Tab::is_ready)
            });
            if let Some(tab) = ready {
                self.advance(phone, tab);
                continue;
            }
            let mut flights = self.flights.iter();
            let own = flights.position(|flight| flight.phone == phone && flight.waits.is_some());
            match own {
                Some(place) => self.fly(place),
                None => return,
            }
        }
        let name = self.phones.get(phone).map(|own| own.name.clone());
        self.wrong
            .push(format!("{} never comes to rest", name.unwrap_or_default()));
    }

    /// In good air: syncs to the end.
    pub fn sync_through(&mut self, phone: usize) {
        let calm = std::mem::replace(&mut self.calm, true);
        self.with(phone, 0, |tab, journal, moment| {
            tab.begin_sync(journal, moment);
        });
        self.pass_on_news(phone, 0);
        self.rest(phone);
        self.calm = calm;
    }

    /// Time passes.
    pub fn wait(&mut self, seconds: i64) {
        self.now += seconds;
    }

    /// So much time passes that nobody waits for anything.
    pub fn wait_for_all(&mut self) {
        self.now += PATIENCE + 700;
        self.give_up();
    }
}
