//! Which phones are in: a phone is in once its ended shift, and all it held then, is merged.

use std::collections::{BTreeMap, BTreeSet};

use crate::canvass::author::{CertificateId, PersonId, Role};
use crate::canvass::dot::{Dot, LogId};
use crate::canvass::estate;
use crate::canvass::event::Kind;
use crate::canvass::fold::{Entry, Log, State};
use crate::canvass::id::{HeadId, StairId};
use crate::canvass::stream::Stream;
use crate::canvass::walk::Tonight;
use crate::sync::certificate::{CampaignId, Chain, Reach, SignedCertificate};
use crate::sync::wire::Members;

use super::selection;
use super::teams::{same, teams};

/// A day, in seconds.
const DAY: i64 = 86_400;

/// A phone as the endpoint knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownPhone {
    /// Whose it is.
    pub person: PersonId,
    /// Every certificate it has had.
    pub certificates: Vec<CertificateId>,
    /// The stairs it was given; none for one that reaches everything.
    pub stairs: Vec<StairId>,
    /// When the endpoint last heard it: seconds since 1970.
    pub last_heard: Option<i64>,
    /// It was revoked.
    pub revoked: bool,
}

/// Whose phone it is, as far as that is known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Whose {
    /// What its person goes by; empty where nothing of the phone has come yet, since the endpoint
    /// does not know it.
    pub name: String,
    /// The turfs that lie in its stairs: by these an organiser knows whom they invited.
    pub turfs: Vec<String>,
}

impl Whose {
    /// The person's name, or else the turf the phone is for. `words` fills a catalogue's sentence.
    pub fn called(&self, words: impl Fn(&str, &[(&str, String)]) -> String) -> String {
        match (self.name.is_empty(), self.turfs.is_empty()) {
            (false, _) => self.name.clone(),
            (true, false) => words(
                "organiser.phone_of_turf",
                &[("turf", self.turfs.join(", "))],
            ),
            (true, true) => words("organiser.phone_nameless", &[]),
        }
    }
}

/// A phone, with what has come of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phone {
    /// Whose it is.
    pub whose: Whose,
    /// The phone.
    pub known: KnownPhone,
    /// When its shift ended by its own clock, if that has come and nothing was recorded since.
    pub ended: Option<i64>,
    /// Everything it held when its shift ended is merged here.
    pub is_in: bool,
    /// How many events of it are merged here.
    pub events: u64,
}

/// The phones among a campaign's members.
pub fn known(members: &Members) -> Vec<KnownPhone> {
    let mut chain = Chain::default();
    for bytes in &members.certificates {
        if let Ok(signed) = SignedCertificate::from_bytes(bytes) {
            chain.insert(signed);
        }
    }
    members
        .members
        .iter()
        .filter(|member| member.uses_left.is_none())
        .filter_map(|member| {
            let newest = chain.get(member.newest)?;
            let stairs = match &newest.certificate.reach {
                Reach::Everything => Vec::new(),
                Reach::Stairs(names) => stairs_of(names),
            };
            let mut certificates = vec![member.subject, member.newest];
            certificates.dedup();
            Some(KnownPhone {
                person: newest.certificate.person,
                certificates,
                stairs,
                last_heard: member.last_heard,
                revoked: member.revoked,
            })
        })
        .collect()
}

/// The phones of which something is here, as far as that tells of them: where the endpoint cannot
/// be asked, and has said nothing before. One that has sent nothing yet is not among them.
pub fn seen(state: &State) -> Vec<KnownPhone> {
    let mut phones: BTreeMap<CertificateId, KnownPhone> = BTreeMap::new();
    for (_, log) in state.logs() {
        let author = &log.author;
        if author.role == Role::Organiser {
            continue;
        }
        let phone = phones.entry(author.device).or_insert_with(|| KnownPhone {
            person: author.person,
            certificates: vec![author.device],
            stairs: Vec::new(),
            last_heard: None,
            revoked: state.is_revoked(author),
        });
        if let Stream::Stair(stair) = author.stream
            && !phone.stairs.contains(&stair)
        {
            phone.stairs.push(stair);
        }
    }
    phones.into_values().collect()
}

/// The members as the board has them: whoever it cuts off is revoked, whatever the endpoint says.
/// A new epoch is for these, or an endpoint could have its keys granted to who was taken off.
pub fn as_the_board_says(state: &State, campaign: CampaignId, mut members: Members) -> Members {
    let mut chain = Chain::default();
    for bytes in &members.certificates {
        if let Ok(signed) = SignedCertificate::from_bytes(bytes) {
            chain.insert(signed);
        }
    }
    let cut_off = |id| {
        chain
            .check(campaign, id)
            .is_ok_and(|checked| state.is_revoked(&checked.author(Stream::Board)))
    };
    for member in &mut members.members {
        member.revoked |= cut_off(member.subject) || cut_off(member.newest);
    }
    members
}

/// Every phone that was given stairs: those still out first, then by name; those taken off the
/// campaign last. Of whoever was sent out tonight or the evening before, a shift that ended before
/// then tells nothing: they are out until a later one has ended.
pub fn phones(state: &State, known: &[KnownPhone], tonight: Tonight) -> Vec<Phone> {
    let (sent_out, wrote) = (sent_out(state, tonight), Wrote::read(state));
    let turfs: Vec<(String, Vec<StairId>)> = estate::turfs(state)
        .into_iter()
        .map(|turf| (turf.name.clone(), selection::stairs_of(state, &turf)))
        .collect();
    let mut phones: Vec<Phone> = known
        .iter()
        .filter(|known| !known.stairs.is_empty())
        .map(|known| phone(state, known, &wrote, &turfs, &sent_out))
        .collect();
    phones.sort_by(|a, b| {
        let place = |phone: &Phone| (phone.known.revoked, phone.is_in);
        place(a)
            .cmp(&place(b))
            .then(a.whose.name.cmp(&b.whose.name))
            .then(a.known.certificates.cmp(&b.known.certificates))
    });
    phones
}

/// How many phones are in, of how many that were not taken off the campaign.
pub fn how_many_in(phones: &[Phone]) -> (usize, usize) {
    let on = phones.iter().filter(|phone| !phone.known.revoked);
    let is_in = on.clone().filter(|phone| phone.is_in).count();
    (is_in, on.count())
}

/// Who stands in a team of tonight or of the evening before, each with when the later of these
/// evenings began (seconds since 1970).
fn sent_out(state: &State, tonight: Tonight) -> BTreeMap<String, i64> {
    let evenings = [
        (tonight.evening - 1, tonight.since - DAY),
        (tonight.evening, tonight.since),
    ];
    let mut sent_out = BTreeMap::new();
    for (day, since) in evenings {
        let people = teams(state, day).into_iter().flat_map(|team| team.people);
        sent_out.extend(people.map(|going| (same(&going.who), since)));
    }
    sent_out
}

/// Whose shift has ended since then (seconds since 1970), with nothing recorded after it: their
/// names, as they are compared.
pub fn ended_since(state: &State, since: i64) -> BTreeSet<String> {
    let (phones, wrote) = (seen(state).into_iter(), Wrote::read(state));
    phones
        .map(|known| phone(state, &known, &wrote, &[], &BTreeMap::new()))
        .filter(|phone| phone.ended.is_some_and(|at| at >= since))
        .map(|phone| same(&phone.whose.name))
        .collect()
}

/// What each device wrote, looked up once for all phones.
struct Wrote<'a> {
    logs: BTreeMap<CertificateId, Vec<(LogId, &'a Log)>>,
    /// Where its shifts ended, by the log it says so in.
    ended: BTreeMap<LogId, Vec<(Dot, &'a Entry)>>,
}

impl<'a> Wrote<'a> {
    fn read(state: &'a State) -> Wrote<'a> {
        let mut logs: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for (id, log) in state.logs() {
            logs.entry(log.author.device).or_default().push((id, log));
        }
        let mut ended: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for (dot, entry) in state.of_kind(Kind::SHIFT_ENDED) {
            ended.entry(dot.log).or_default().push((dot, entry));
        }
        Wrote { logs, ended }
    }

    /// A phone's logs, in the logs' order.
    fn logs_of(&self, known: &KnownPhone) -> Vec<(LogId, &'a Log)> {
        let logs = known.certificates.iter().filter_map(|id| self.logs.get(id));
        let logs: BTreeMap<LogId, &Log> = logs.flatten().copied().collect();
        logs.into_iter().collect()
    }
}

fn phone(
    state: &State,
    known: &KnownPhone,
    wrote: &Wrote<'_>,
    turfs: &[(String, Vec<StairId>)],
    sent_out: &BTreeMap<String, i64>,
) -> Phone {
    let logs = wrote.logs_of(known);
    let ended = logs.iter().filter_map(|(id, _)| wrote.ended.get(id));
    let ended = ended
        .flatten()
        .copied()
        .max_by_key(|(dot, _)| (state.happened_at(*dot), *dot));
    let held: Vec<HeadId> = ended
        .iter()
        .flat_map(|(_, entry)| &entry.event.about)
        .filter_map(|id| HeadId::try_from(*id).ok())
        .collect();
    let all_here = held
        .iter()
        .all(|HeadId(dot)| state.log(dot.log).is_some_and(|log| log.head >= dot.seq));
    // Whoever goes out a second evening is out again until that shift has ended too.
    let name = logs.iter().find_map(|(_, log)| log.name.clone());
    let name = name.unwrap_or_default();
    let since = sent_out.get(&same(&name)).copied();
    let ended = ended.filter(|(dot, _)| {
        let before = since.is_some_and(|since| state.happened_at(*dot).is_none_or(|at| at < since));
        let knocked_since = |(id, log): &(LogId, &Log)| {
            let held = held.iter().find(|HeadId(dot)| dot.log == *id);
            log.author.stream != Stream::Inner && held.is_none_or(|HeadId(dot)| dot.seq < log.head)
        };
        !before && !logs.iter().any(knocked_since)
    });
    let within = |stairs: &[StairId]| {
        !stairs.is_empty() && stairs.iter().all(|stair| known.stairs.contains(stair))
    };
    Phone {
        whose: Whose {
            name,
            turfs: turfs
                .iter()
                .filter(|(_, stairs)| within(stairs))
                .map(|(name, _)| name.clone())
                .collect(),
        },
        known: known.clone(),
        ended: ended.and_then(|(dot, _)| state.happened_at(dot)),
        is_in: ended.is_some() && all_here,
        events: logs.iter().map(|(_, log)| log.head).sum(),
    }
}

/// The stairs that may already be knocked although nothing shows it: those of phones that are
/// not in, with whose they are.
pub fn may_be_knocked(phones: &[Phone]) -> BTreeMap<StairId, Vec<Whose>> {
    let mut stairs: BTreeMap<StairId, Vec<Whose>> = BTreeMap::new();
    for phone in phones
        .iter()
        .filter(|phone| !phone.is_in && !phone.known.revoked)
    {
        for stair in &phone.known.stairs {
            stairs.entry(*stair).or_default().push(phone.whose.clone());
        }
    }
    stairs
}

/// The stairs a certificate names.
pub fn stairs_of(reach: &[[u8; 16]]) -> Vec<StairId> {
    reach
        .iter()
        .filter_map(|name| match Stream::from_name(*name) {
            Some(Stream::Stair(stair)) => Some(stair),
            _ => None,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::canvass::draft::Draft;
    use crate::canvass::fact::{Fact, Outcome};
    use crate::canvass::id::TurfId;
    use crate::organise::small::{NOW, Small};
    use crate::organise::teams::work;

    /// Beth's phone knocked and its shift ended then.
    fn ended(at: i64) -> Small {
        let mut small = Small::new(2);
        small.now = at;
        let stair = Stream::Stair(small.stair(0));
        let name = "Beth".to_string();
        small.record(
            7,
            Role::Volunteer,
            Draft::new(stair, Fact::Writer { name }, vec![]),
        );
        let fact = Fact::Knock {
            outcome: Outcome::NotHome,
            by: None,
            when: None,
        };
        let door = small.door(0).into();
        let last = small.say(7, Role::Volunteer, 0, fact, vec![door]);
        let heads = vec![HeadId(last).into()];
        let end = Draft::new(Stream::Inner, Fact::ShiftEnded {}, heads);
        small.record(7, Role::Volunteer, end);
        small.now = NOW;
        small
    }

    /// It may knock where there is no signal: what ended before tells nothing of that.
    #[test]
    fn whoever_is_sent_out_again_is_out_until_that_evening_has_ended() {
        let tonight = Tonight::in_utc(NOW);
        for (ended_at, goes_on, who, is_in) in [
            (NOW, None, "Beth", true),
            (NOW - DAY, None, "Beth", true),
            (NOW, Some(tonight.evening), "Beth", true),
            (NOW - DAY, Some(tonight.evening), "beth ", false),
            (NOW - DAY, Some(tonight.evening), "Amina", true),
            (NOW - DAY, Some(tonight.evening + 1), "Beth", true),
            // On the morning after the evening before is what is looked at.
            (NOW - DAY, Some(tonight.evening - 1), "Beth", true),
            (NOW - 2 * DAY, Some(tonight.evening - 1), "Beth", false),
            (NOW - 3 * DAY, Some(tonight.evening - 2), "Beth", true),
        ] {
            let mut small = ended(ended_at);
            let about = vec![small.door(0).into()];
            let turf = TurfId(small.board(Fact::Turf { name: "A".into() }, about));
            for draft in goes_on
                .iter()
                .flat_map(|day| work(turf, *day, &[who.into()]))
            {
                small.record(3, Role::Organiser, draft);
            }
            let state = small.state();
            let found = phones(&state, &seen(&state), tonight);
            let told = (found[0].is_in, found[0].ended.is_some());
            assert_eq!(told, (is_in, is_in), "{ended_at} {goes_on:?} {who}");
            let hatched = may_be_knocked(&found).contains_key(&small.stair(0));
            assert_eq!(hatched, !is_in, "{ended_at} {goes_on:?} {who}");
        }
    }
}
