//! Inner events, sealed one by one before they are stored, so that even the phone that wrote
//! one cannot read it again.

use rand_core::CryptoRng;

use super::certificate::{CampaignId, PersonId};
use super::epoch::Keyring;
use super::keys::{DoesNotOpen, SealPublic, open, seal_to};
use crate::canvass::dot::LogId;
use crate::canvass::event::{Event, Kind, Run, decode_run, encode_run};
use crate::canvass::fact::Fact;

const PURPOSE: &str = "inner event";
/// Inside a wrapper every log is named in full, and it is sealed for its person's logs, not for
/// one: it may have to move to a new log of theirs, which its own author cannot open it for, but
/// nobody else may put it in a log of their own.
const NO_LOG: LogId = LogId([0; 8]);

/// Wraps an event for organisers' eyes. The wrapper has the same time and no other word in the
/// clear.
///
/// # Errors
/// [`DoesNotOpen`] where the key is none.
pub fn seal_event(
    campaign: CampaignId,
    author: PersonId,
    event: &Event,
    to: SealPublic,
    rng: &mut impl CryptoRng,
) -> Result<Event, DoesNotOpen> {
    let run = encode_run(
        NO_LOG,
        &Run {
            offset: 0,
            events: vec![event.clone()],
        },
    );
    let fact = Fact::Sealed {
        sealed: seal_to(to, PURPOSE, &aad(campaign, author), &run, rng)?,
    };
    Ok(Event {
        at: event.at,
        kind: Kind::SEALED,
        about: Vec::new(),
        over: Vec::new(),
        body: fact.body(),
    })
}

/// Puts the event inside in a wrapper's place, in a log of this author; anything else, and what does not open, is left
/// as it is. What inner events strike does not count: inner holds entries only.
pub fn unwrap_event(
    campaign: CampaignId,
    author: PersonId,
    event: Event,
    keyring: &Keyring,
) -> Event {
    let Ok(Some(Fact::Sealed { sealed })) = Fact::read(event.kind, &event.body) else {
        return event;
    };
    for secret in keyring.inner_secrets() {
        if let Ok(bytes) = open(&secret, PURPOSE, &aad(campaign, author), &sealed)
            && let Ok(mut run) = decode_run(NO_LOG, &bytes)
            && run.events.len() == 1
            && let Some(mut inner) = run.events.pop()
        {
            inner.over.clear();
            return inner;
        }
    }
    event
}

fn aad(campaign: CampaignId, author: PersonId) -> Vec<u8> {
    [campaign.0.as_slice(), &author.0].concat()
}
