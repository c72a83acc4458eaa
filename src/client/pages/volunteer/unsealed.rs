//! What was told at a talk and is sealed when it is left: kept meanwhile, and there again after a page
//! was loaded anew, or a phone died.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::outcomes::At;
use super::question::Given;
use super::talk::Talking;
use crate::canvass::consent::{self, Consent};
use crate::canvass::draft::Draft;
use crate::canvass::estate;
use crate::canvass::fact::Fact;
use crate::canvass::id::{Facet, HouseholdId};
use crate::canvass::readback::one_more_sealed;
use crate::canvass::stream::Stream;
use crate::client::journal::Unsealed;
use crate::client::parts::evening::Evening;
use crate::client::phone::Phone;
use crate::organise::report::door_of;
use crate::t;

/// Puts back what was told at this talk before, and from then on keeps what is told.
pub fn keep_what_is_told(at: &At, talking: Talking) {
    let phone = expect_context::<Phone>();
    let evening = expect_context::<Evening>();
    let household = at.household;
    let put_back = RwSignal::new(false);
    spawn_local(async move {
        if let Some(told) = told_before(phone, evening, household).await {
            talking.named.try_update(|named| {
                let here = std::mem::take(named);
                let new = here.into_iter().filter(|whom| !told.named.contains(whom));
                *named = told.named.iter().cloned().chain(new).collect();
            });
            talking.contacting.put_back(&told.name, &told.reach);
        }
        put_back.try_set(true);
    });
    Effect::new(move |kept: Option<bool>| {
        let told = unsealed(household, talking);
        let something = told.is_some();
        let kept = kept.unwrap_or(false);
        if put_back.get() && (something || kept) {
            spawn_local(phone.keep_unsealed(told));
            return something;
        }
        // What is there already is to be taken out once nothing is left of it.
        kept || something
    });
}

/// What is told and not sealed; `None` where that is nothing.
fn unsealed(household: HouseholdId, talking: Talking) -> Option<Unsealed> {
    let sealed = talking.sealed.get();
    let mut named = talking.named.get();
    if let Some(Given::Named(whom)) = talking.under_way.get() {
        named.push(whom);
    }
    // What was sealed half typed is not kept beside that either.
    named.retain(|whom| !sealed.iter().any(|sealed| whom.starts_with(sealed)));
    let (name, reach) = talking.contacting.unsealed().unwrap_or_default();
    let nothing = named.is_empty() && name.is_empty() && reach.is_empty();
    (!nothing).then_some(Unsealed {
        household,
        named,
        name,
        reach,
    })
}

/// What was told here at a talk that was never left. What was told elsewhere is sealed now, as if that
/// talk had been left: nobody goes back to it.
async fn told_before(phone: Phone, evening: Evening, here: HouseholdId) -> Option<Unsealed> {
    let told = phone.unsealed().await?;
    if told.household == here {
        return Some(told);
    }
    let what = t!("volunteer.named_kept", whom = told.named.join(", "));
    let drafts = phone.read_untracked(|state| {
        let household = told.household;
        let door = door_of(state, &[household.into()])?;
        let stream = Stream::Stair(estate::stair_of(state, door)?);
        let agreed = consent::consent(state, household, Facet::CONTACT_CONSENT) == Consent::Given;
        let named = told.named.into_iter().map(|whom| Fact::Nomination { whom });
        let reach = (agreed && !told.reach.is_empty()).then_some(Fact::Contact {
            name: told.name,
            reach: told.reach,
        });
        let sealed = named.chain(reach).flat_map(|fact| {
            let draft = Draft::new(Stream::Inner, fact, vec![household.into()]);
            [draft, one_more_sealed(stream, household)]
        });
        Some(sealed.collect::<Vec<_>>())
    });
    match drafts.filter(|drafts| !drafts.is_empty()) {
        Some(drafts) => {
            // A failure stands in the banner.
            let _ = evening.record_beside(phone, what, drafts).await;
        }
        None => phone.keep_unsealed(None).await,
    }
    None
}
