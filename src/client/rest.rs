//! The rest of the program: everything that no volunteer needs for the first screen, the one an
//! invitation leads to. In a build for people (feature `split`, see `src/bin/pack/`) what only
//! [`Rest`] reaches is a module of its own, fetched once that screen stands; in any other build
//! it is there from the start. Nothing else may lead past the first screen, or it is fetched
//! with it again: `cargo xtask bench first-load` tells.

#![cfg_attr(
    feature = "split",
    allow(
        unsafe_code,
        reason = "a split point is a symbol that the tool which splits looks for"
    )
)]

use std::future::Future;
use std::pin::Pin;
use std::sync::OnceLock;

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::clock::pause;
use super::own::Own;
use super::pages::volunteer;
use super::told::{OpenError, PhoneError};
use crate::sync::device::Invitation;
use crate::sync::invite::InviteCode;

/// How long until the rest is asked for again where it did not come, in milliseconds.
const AGAIN: i32 = 5_000;

/// What becomes of something that takes its time.
pub(super) type Later<T> = Pin<Box<dyn Future<Output = T>>>;

/// What becomes of joining.
pub(super) type Joined = Later<Result<(), PhoneError>>;

/// How many events are still not sent, where a list could not be given back.
pub(super) type GivenBack = Later<Result<usize, PhoneError>>;

/// The ways into the rest.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rest {
    /// The volunteer's page at a path.
    pub page: fn(&str) -> Option<AnyView>,
    /// After joining: what is being fetched.
    pub fetching: fn() -> AnyView,
    /// Folds what the journal holds, on a device that belongs to a campaign.
    pub begin: fn(Own) -> Later<Result<(), OpenError>>,
    /// Listens to everything that wakes the pump.
    pub wake: fn(Own),
    /// Joins by an invitation, under a name.
    pub join: fn(Own, InviteCode, Invitation, String) -> Joined,
    /// Sends what is not sent and closes the list, for another to come.
    pub give_back: fn(Own) -> GivenBack,
}

/// The rest did not come: there was no answer.
#[derive(Clone, Copy, Debug)]
pub(super) struct NotLoaded;

#[cfg(feature = "split")]
impl From<wasm_split_helpers::SplitLoaderError> for NotLoaded {
    fn from(_: wasm_split_helpers::SplitLoaderError) -> NotLoaded {
        NotLoaded
    }
}

static REST: OnceLock<Rest> = OnceLock::new();

fn ways() -> Rest {
    Rest {
        page: volunteer::page,
        fetching: volunteer::fetching,
        begin: |own| Box::pin(own.begin()),
        wake: Own::listen,
        join: |own, code, invitation, name| {
            Box::pin(async move { own.join_by(&code, &invitation, &name).await })
        },
        give_back: |own| Box::pin(own.close_sent()),
    }
}

#[cfg(feature = "split")]
#[wasm_split_helpers::wasm_split(rest, fallible)]
fn fetched() -> Result<Rest, NotLoaded> {
    Ok(ways())
}

/// The rest, where it has come.
pub(super) fn here() -> Option<Rest> {
    #[cfg(not(feature = "split"))]
    let _ = REST.set(ways());
    REST.get().copied()
}

/// The rest, fetched if need be.
///
/// # Errors
/// [`NotLoaded`]; the next call tries again.
pub(super) async fn come() -> Result<Rest, NotLoaded> {
    #[cfg(feature = "split")]
    if here().is_none() {
        // Asked for twice at once, the first answer counts.
        let _ = REST.set(fetched().await?);
    }
    here().ok_or(NotLoaded)
}

impl Own {
    /// Listens to everything that wakes the pump, as soon as the rest has come.
    pub(super) fn wake(self) {
        if let Some(rest) = here() {
            return (rest.wake)(self);
        }
        spawn_local(async move {
            // The first screen is drawn, and has asked for what it shows, before this is.
            pause(0).await;
            loop {
                match come().await {
                    Ok(rest) => return (rest.wake)(self),
                    Err(NotLoaded) => pause(AGAIN).await,
                }
            }
        });
    }
}
