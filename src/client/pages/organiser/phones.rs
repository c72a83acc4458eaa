//! Phone by phone: whose it is, its stairs, when it was last heard, and whether it is in.

use std::collections::BTreeMap;

use leptos::prelude::*;

use super::frame::{Back, OrganiserPage};
use super::known::{self, Answer, AskAgain};
use super::morning::{report, stair_place};
use super::on_campaign::{HalfTakenOff, OnCampaign, link_off};
use crate::canvass::id::StairId;
use crate::client::parts::when::time_and_day;
use crate::client::phone::Phone;
use crate::locales;
use crate::organise::phones::{Phone as PhoneRow, how_many_in};
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
            <HalfTakenOff />
            <p>{t!("organiser.phones_what")}</p>
            <p role="status">
                {move || {
                    let known = known.get();
                    match (known.answer, known.said) {
                        (Answer::NotNow(reason), Some((_, at))) => {
                            t!("organiser.phones_earlier", reason = reason, time = time_and_day(at))
                        }
                        (Answer::NotNow(reason), None) => {
                            t!("organiser.phones_not_now", reason = reason)
                        }
                        (Answer::Asking, None) => t!("organiser.phones_asking"),
                        (_, Some(_)) => {
                            let (is_in, all) = report.with(|report| how_many_in(&report.phones));
                            t!("organiser.phones_count", n = all, is_in = is_in)
                        }
                        (Answer::Now, None) => String::new(),
                    }
                }}
            </p>
            <AskAgain known=known />
            <p>
                <a href="/organise/carried">{t!("carried.link")}</a>
            </p>
            <ul class="stack">{rows}</ul>
            <OnCampaign known=known />
        </OrganiserPage>
    }
}

/// Block and name of every stair.
fn stairs(report: &Report) -> BTreeMap<StairId, String> {
    report
        .stairs
        .iter()
        .map(|row| (row.stair.id, stair_place(row)))
        .collect()
}

fn phone_row(phone: &PhoneRow, stairs: &BTreeMap<StairId, String>) -> impl IntoView + use<> {
    let its_stairs = phone
        .known
        .stairs
        .iter()
        .filter_map(|stair| stairs.get(stair));
    let turfs = phone.whose.turfs.join("; ");
    let its_stairs = its_stairs
        .filter(|stair| **stair != turfs)
        .map(|stair| view! { <li><bdi>{stair.clone()}</bdi></li> })
        .collect_view();
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
    let off = phone
        .known
        .certificates
        .first()
        .filter(|_| !phone.known.revoked);
    // Any organiser may take a volunteer or a trainer off.
    let off = off.map(|subject| link_off(*subject, phone.whose.called(locales::fill)));
    view! {
        <li class="card" class:hatched=!phone.is_in && !phone.known.revoked>
            <h2>
                <bdi>{phone.whose.called(locales::fill)}</bdi>
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
            <p>
                <bdi>{turfs}</bdi>
            </p>
            <ul class="quiet small">{its_stairs}</ul>
            {off}
        </li>
    }
}
