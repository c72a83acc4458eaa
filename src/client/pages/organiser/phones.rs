//! Phone by phone: whose it is, its stairs, when it was last heard, and whether it is in.

use std::collections::BTreeMap;

use leptos::prelude::*;

use super::frame::{Back, OrganiserPage};
use super::known::{self, Known};
use super::morning::{named, report};
use crate::canvass::id::StairId;
use crate::client::parts::when::time_and_day;
use crate::client::phone::Phone;
use crate::organise::export::stair_name;
use crate::organise::phones::Phone as PhoneRow;
use crate::organise::report::Report;
use crate::t;

/// The page.
#[component]
pub fn Phones() -> impl IntoView {
    let phone = expect_context::<Phone>();
    let known = known::ask(phone);
    let report = report(phone, known);
    let rows = move || {
        report.with(|report| {
            let stairs = stairs(report);
            let phones = report.phones.iter();
            phones.map(|phone| phone_row(phone, &stairs)).collect_view()
        })
    };
    view! {
        <OrganiserPage title=t!("organiser.phones") back=Back::Home>
            <p>{t!("organiser.phones_what")}</p>
            <p role="status">
                {move || match known.get() {
                    Known::Asking => t!("organiser.phones_asking"),
                    Known::NotNow(reason) => t!("organiser.phones_not_now", reason = reason),
                    Known::Phones(_) => {
                        t!("organiser.phones_count", n = report.with(|report| report.phones.len()))
                    }
                }}
            </p>
            <ul class="stack">{rows}</ul>
        </OrganiserPage>
    }
}

/// Block and name of every stair.
fn stairs(report: &Report) -> BTreeMap<StairId, String> {
    report
        .stairs
        .iter()
        .map(|row| {
            let name = stair_name(&row.stair, |key| t!(key));
            (row.stair.id, format!("{}: {name}", row.block))
        })
        .collect()
}

fn phone_row(phone: &PhoneRow, stairs: &BTreeMap<StairId, String>) -> impl IntoView + use<> {
    let its_stairs: Vec<String> = phone
        .known
        .stairs
        .iter()
        .filter_map(|stair| stairs.get(stair).cloned())
        .collect();
    let state = match (phone.known.revoked, phone.is_in, phone.ended) {
        (true, _, _) => t!("organiser.phone_revoked"),
        (_, true, _) => t!("organiser.phone_in"),
        (_, false, Some(_)) => t!("organiser.phone_ended_not_in"),
        (_, false, None) => t!("organiser.phone_out"),
    };
    let heard = match phone.known.last_heard {
        Some(at) => time_and_day(at),
        None => t!("organiser.never"),
    };
    let ended = match phone.ended {
        Some(at) => time_and_day(at),
        None => t!("organiser.not_yet"),
    };
    view! {
        <li class="card" class:hatched=!phone.is_in && !phone.known.revoked>
            <h2>
                <bdi>{named(&phone.name)}</bdi>
            </h2>
            <p class="figure">{state}</p>
            <dl class="facts">
                <dt>{t!("organiser.last_heard")}</dt>
                <dd>{heard}</dd>
                <dt>{t!("organiser.shift_ended")}</dt>
                <dd>{ended}</dd>
                <dt>{t!("organiser.events_here")}</dt>
                <dd>{phone.events}</dd>
            </dl>
            <ul class="quiet small">
                {its_stairs
                    .into_iter()
                    .map(|stair| {
                        view! {
                            <li>
                                <bdi>{stair}</bdi>
                            </li>
                        }
                    })
                    .collect_view()}
            </ul>
        </li>
    }
}
