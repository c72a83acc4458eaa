//! The evening: one step after the other, drawn by chance.

use crate::morning::MEASURED;
use crate::people::Person;
use crate::phone::Phone;
use crate::phone::recording::NotSaved;
use crate::phone::tab::Tab;
use crate::plan::Plan;
use crate::world::World;
use stairwell::sync::certificate::Role;
use stairwell::sync::session::Session;

/// No history records more facts.
const MOST_FACTS: usize = 200;
/// How often each kind of step is taken, by its place in [`World::step`].
const WEIGHTS: [usize; 14] = [40, 12, 80, 60, 4, 3, 8, 3, 2, 3, 5, 6, 2, 5];

impl World<'_> {
    /// Plays it.
    ///
    /// # Errors
    /// Where the endpoint does not start, back up or come back.
    pub fn evening(&mut self) -> anyhow::Result<()> {
        for _ in 0..self.plan.steps {
            let seconds = match self.luck.one_in(30) {
                true => self.luck.between(60, 500),
                false => self.luck.between(0, 3),
            };
            self.wait(seconds);
            self.give_up();
            self.step()?;
        }
        Ok(())
    }

    fn step(&mut self) -> anyhow::Result<()> {
        let phone = self.luck.below(self.phones.len());
        match self.luck.weighed(&WEIGHTS) {
            0 => self.record(phone),
            1 => self.sync(phone),
            2 => self.advance_one(),
            3 => self.fly_one(),
            4 => self.tick(phone),
            5 => self.goes_off(phone),
            6 => self.goes_on(),
            7 => self.other_tab(phone),
            8 => self.clock(phone),
            9 => self.disk(phone),
            10 => self.strange(phone),
            11 => self.host_step()?,
            12 => self.checkpoint_step()?,
            _ => self.office_step(phone),
        }
        Ok(())
    }

    /// Whether somebody has it in their hand.
    fn in_hand(&self, phone: usize) -> Option<&Phone> {
        let own = self.phones.get(phone);
        own.filter(|own| !own.gone && !own.tabs.is_empty())
    }

    pub fn record(&mut self, phone: usize) {
        if self.tally.facts.len() >= MOST_FACTS {
            return;
        }
        let Some(own) = self.in_hand(phone) else {
            return;
        };
        let tab = self.luck.below(own.tabs.len());
        self.now += 1;
        self.tags += 1;
        let word = format!("word {}", self.tags);
        let (stairs, Some(own)) = (self.stairs.clone(), self.phones.get(phone)) else {
            return;
        };
        let (role, stairs) = (own.role, own.stairs(&stairs));
        let (steady, skew, Some(shown)) = (own.steady, own.skew, own.tabs.get(tab)) else {
            return;
        };
        // A phone that joined with its clock ahead is shown no earlier than when it says it did.
        let offset = shown.session.as_ref().map_or(0, Session::offset);
        let measured = (i64::from(offset) + skew).abs() <= MEASURED;
        let timed = steady && skew <= MEASURED && measured;
        let mut person = Person {
            luck: &mut self.luck,
            state: &shown.state,
            role,
            stairs: &stairs,
            word,
        };
        let drafts = person.taps();
        if drafts.is_empty() {
            return;
        }
        let saved = self.with(phone, tab, |tab, journal, moment| {
            (tab.record(&drafts, journal, moment), moment.now)
        });
        match saved {
            Some((Ok(dots), at)) => {
                let really = self.now;
                let revoked = self.phones.get(phone).is_some_and(|own| own.revoked);
                self.tally
                    .record(phone, &drafts, at, really, timed, revoked);
                self.tell(phone, || {
                    let kinds = drafts.iter().map(|draft| format!("{:?}", draft.fact));
                    let kinds: Vec<String> = kinds.collect();
                    format!("records {} as {dots:?}", kinds.join(" and "))
                });
                self.pass_on_news(phone, tab);
            }
            Some((Err(NotSaved::Storage), _)) => {
                self.tell(phone, || "says NOT SAVED".to_string());
            }
            _ => {}
        }
    }

    fn sync(&mut self, phone: usize) {
        let Some(own) = self.in_hand(phone) else {
            return;
        };
        let tab = self.luck.below(own.tabs.len());
        let tab = if self.leads(tab) { tab } else { 0 };
        self.tell(phone, || "is to sync".to_string());
        self.with(phone, tab, |tab, journal, moment| {
            tab.begin_sync(journal, moment);
        });
        self.pass_on_news(phone, tab);
    }

    fn tick(&mut self, phone: usize) {
        self.with(phone, 0, |tab, journal, moment| tab.tick(journal, moment));
        self.pass_on_news(phone, 0);
    }

    /// One output of some tab, which hears first what others have told it, or does not yet.
    fn advance_one(&mut self) {
        let mut all = Vec::new();
        for (phone, own) in self.phones.iter().enumerate() {
            let tabs = own.tabs.iter().enumerate();
            let ready = tabs.filter(|(_, tab)| tab.is_ready() || tab.unheard);
            all.extend(ready.map(|(tab, _)| (phone, tab)));
        }
        if let Some((phone, tab)) = self.luck.of(&all) {
            if self.luck.one_in(2) {
                self.hear(phone, tab);
            }
            self.advance(phone, tab);
        }
    }

    /// One message that is due, whichever.
    fn fly_one(&mut self) {
        let now = self.now;
        let due = self.flights.iter().enumerate();
        let due: Vec<usize> = due
            .filter(|(_, flight)| flight.due <= now)
            .map(|(place, _)| place)
            .collect();
        if let Some(place) = self.luck.of(&due) {
            self.fly(place);
        }
    }

    fn goes_off(&mut self, phone: usize) {
        if self.in_hand(phone).is_none() {
            return;
        }
        let dies = self.luck.one_in(2);
        self.tell(phone, || match dies {
            true => "runs out of battery".to_string(),
            false => "is closed".to_string(),
        });
        self.close(phone);
        if let Some(own) = self.phones.get_mut(phone)
            && dies
        {
            own.journal.lose_power();
        }
    }

    fn goes_on(&mut self) {
        let off = self.phones.iter().enumerate();
        let off: Vec<usize> = off
            .filter(|(phone, own)| {
                !own.gone && own.tabs.is_empty() && (self.missing != Some(*phone) || own.revoked)
            })
            .map(|(phone, _)| phone)
            .collect();
        if let Some(phone) = self.luck.of(&off) {
            self.tell(phone, || "is opened".to_string());
            self.open(phone);
        }
    }

    fn other_tab(&mut self, phone: usize) {
        let tabs = self.in_hand(phone).map_or(0, |own| own.tabs.len());
        if self.plan.tabs && tabs == 1 {
            self.tell(phone, || "has the app open twice".to_string());
            if let Some(own) = self.phones.get_mut(phone) {
                // Either may seal first, and the second one has measured nothing yet.
                own.steady = false;
                self.tally.untime(phone, &own.journal);
            }
            self.open(phone);
        }
    }

    fn clock(&mut self, phone: usize) {
        // The first organiser's invitations go by that device's clock.
        if !self.plan.clocks_jump || phone == 0 {
            return;
        }
        let skew = Plan::skew(&mut self.luck);
        if let Some(own) = self.phones.get_mut(phone) {
            own.skew = skew;
            own.steady = false;
            // What is sealed from now on tells an offset that was measured with another clock.
            self.tally.untime(phone, &own.journal);
            self.tell(phone, || format!("has its clock set, {skew} s off"));
        }
    }

    fn disk(&mut self, phone: usize) {
        let Some(own) = self.phones.get_mut(phone) else {
            return;
        };
        if own.journal.full {
            own.journal.full = false;
            self.tell(phone, || "has room again".to_string());
        } else if self.plan.full_phones {
            own.journal.full = true;
            self.tell(phone, || "has no room left".to_string());
        }
    }

    fn strange(&mut self, phone: usize) {
        let Some(own) = self.phones.get(phone) else {
            return;
        };
        let ordinary = own.is_on() && !own.copied && phone != 0;
        let may = [
            self.plan.copies && ordinary,
            self.plan.puts_back && (ordinary || own.kept_aside.is_some()) && own.is_on(),
            self.plan.drowns && ordinary && own.role == Role::Volunteer,
            self.plan.empties && own.is_on(),
        ];
        match self.luck.below(4) {
            0 if may[0] => self.copy(phone),
            1 if may[1] => self.put_back(phone),
            2 if may[2] && self.luck.one_in(3) => self.drown(phone),
            3 if may[3] => {
                self.tell(phone, || "finds its database emptied".to_string());
                self.close(phone);
                if let Some(own) = self.phones.get_mut(phone) {
                    own.journal.empty_and_refill();
                }
            }
            _ => {}
        }
    }

    fn copy(&mut self, phone: usize) {
        let Some(own) = self.phones.get_mut(phone) else {
            return;
        };
        let Some(device) = own.journal.device.clone() else {
            return;
        };
        own.copied = true;
        let name = format!("the copy of {}", own.name);
        let mut copy = Phone::of(name, device, own.skew);
        copy.journal = own.journal.clone();
        copy.copied = true;
        copy.steady = false;
        // The copy may seal them first, and has measured nothing yet.
        self.tally.untime(phone, &copy.journal);
        self.tell(phone, || "is copied, and both go on".to_string());
        self.phones.push(copy);
        self.open(self.phones.len() - 1);
    }

    /// A copy is laid aside; later it takes the phone's place.
    fn put_back(&mut self, phone: usize) {
        let Some(own) = self.phones.get_mut(phone) else {
            return;
        };
        match own.kept_aside.take() {
            None if own.journal.device.is_some() => {
                own.kept_aside = Some(own.journal.clone());
                own.copied = true;
                self.tell(phone, || "is copied to a computer".to_string());
            }
            None => {}
            Some(aside) => {
                self.tally.give_up(phone, &own.journal, Some(&aside));
                own.journal = aside;
                self.close(phone);
                self.tell(phone, || "is put back to what it was then".to_string());
            }
        }
    }

    fn drown(&mut self, phone: usize) {
        self.tell(phone, || "falls into the river".to_string());
        self.close(phone);
        if let Some(own) = self.phones.get_mut(phone) {
            own.gone = true;
            self.tally.give_up(phone, &own.journal, None);
        }
    }

    fn host_step(&mut self) -> anyhow::Result<()> {
        let choice = self.luck.below(4);
        if !self.host.runs() {
            self.tell_all(|| "the endpoint starts again".to_string());
            return self.host.start();
        }
        if self.endpoint_full {
            self.tell_all(|| "the endpoint has room again".to_string());
            self.endpoint_full = false;
            return self.host.make_room();
        }
        match choice {
            0 if self.plan.endpoint_dies => {
                self.tell_all(|| "the endpoint dies".to_string());
                self.host.die();
            }
            1 if self.plan.endpoint_full => {
                self.tell_all(|| "the endpoint's disk is full".to_string());
                self.endpoint_full = true;
                self.host.fill()?;
            }
            2 if self.plan.restores && !self.backed_up => {
                self.miss_one();
                self.tell_all(|| "the endpoint is backed up".to_string());
                self.backed_up = true;
                self.host.back_up()?;
            }
            3 if self.plan.restores && self.backed_up && !self.brought_back => {
                self.tell_all(|| "the endpoint is brought back from its backup".to_string());
                self.brought_back = true;
                self.host.bring_back()?;
            }
            _ => {}
        }
        Ok(())
    }

    /// Where devices are taken off, one is missing from the moment of the backup on: all it had was sent.
    fn miss_one(&mut self) {
        if !self.plan.revokes {
            return;
        }
        let phone = self.luck.below(self.phones.len());
        let on = self.in_hand(phone).is_some_and(Phone::is_on);
        if phone != 0 && on && self.all_has_come(phone) {
            self.tell(phone, || "is closed, and nowhere to be found".to_string());
            self.close(phone);
            self.missing = Some(phone);
        }
    }

    /// A phone that has the app open syncs in good air: whether the endpoint has all that it has.
    fn all_has_come(&mut self, phone: usize) -> bool {
        self.sync_through(phone);
        let Some(own) = self.in_hand(phone) else {
            return false;
        };
        let sent = |tab: &Tab| {
            let status = tab.session.as_ref().map(Session::status);
            status.is_some_and(|status| status.waiting == 0 && status.up_to_date)
        };
        !own.journal.full && own.tabs.iter().all(sent)
    }

    /// What only a device that was made to forget had sent after the backup is lost, though others may have
    /// pulled it by then. So of an endpoint that is brought back a device is taken off that had sent all
    /// by the backup and nothing since, or has offered again what it has.
    fn may_take_off(&mut self, phone: usize) -> bool {
        match (self.backed_up, self.brought_back) {
            _ if !self.plan.restores || self.missing == Some(phone) => true,
            (false, _) => true,
            (true, false) => false,
            (true, true) => self.all_has_come(phone),
        }
    }

    /// What a copied phone sealed in a stair with newer keys its copy cannot open where that is given these only
    /// without the stair (docs/protocol.md, "Clash").
    fn may_recut(&self, copied: bool) -> bool {
        !(copied && self.keys_changed)
    }

    /// "Devices that joined after the backup are not known any more" (docs/hosting.md), nor is what they had
    /// sent, which others may have pulled.
    fn may_join(&self) -> bool {
        self.backed_up == self.brought_back
    }

    /// An organiser's device replaces some of the past, where the endpoint takes it.
    fn checkpoint_step(&mut self) -> anyhow::Result<()> {
        if !self.plan.checkpoints || !self.host.runs() || self.endpoint_full {
            return Ok(());
        }
        self.replace_some()
    }

    /// Something an organiser does, where the endpoint takes it.
    fn office_step(&mut self, phone: usize) {
        if !self.host.runs() || self.endpoint_full || self.in_hand(0).is_none() {
            return;
        }
        let Some(own) = self.phones.get(phone) else {
            return;
        };
        let (on, role, copied) = (own.is_on(), own.role, own.copied);
        let done = match self.luck.below(4) {
            0 if self.plan.recuts && on && role < Role::Organiser => {
                let stairs = self.some_stairs();
                match self.may_recut(copied) {
                    true => self.recut(0, phone, &stairs),
                    false => Ok(()),
                }
            }
            1 if self.plan.revokes && on && phone != 0 && !copied && self.taking_off.is_none() => {
                match self.may_take_off(phone) {
                    true => self.take_off(0, phone),
                    false => Ok(()),
                }
            }
            2 if self.plan.epochs => self.change_keys(0),
            3 if self.plan.joins && self.phones.len() < 10 && self.may_join() => {
                let coming = self.next_to_come(self.phones.len());
                match coming.second_of {
                    None => self.invite(0, &coming).map(drop),
                    Some(_) => Ok(()),
                }
            }
            _ => Ok(()),
        };
        if let Err(no_good) = done {
            self.tell_all(|| format!("that comes to nothing: {no_good:?}"));
        }
    }
}
