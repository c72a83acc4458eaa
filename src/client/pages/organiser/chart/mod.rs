//! The stair chart, of the whole campaign or of one of its estates: how far it has come, night by night,
//! knock by knock and block by block.

mod bars;
mod block;
mod knocks;
mod nights;

use leptos::prelude::*;

use super::estate_switch::{Estates, ExtentSwitch};
use super::frame::{Back, OrganiserPage};
use crate::canvass::homes_a_leader::HomesALeader;
use crate::client::parts::when::{short_day, tonight};
use crate::client::phone::Phone;
use crate::organise::chart::{Chart, ChartBlock, ChartStair, reached};
use crate::organise::estates::Extent;
use crate::t;
pub use block::BlockPage;
use knocks::{at_times, knocks};
use nights::Nights;

/// The chart of an extent, as of the evening that is picked: 0 is now.
#[derive(Clone, Copy, Debug)]
struct Picked {
    upto: RwSignal<i64>,
    chart: Memo<Chart>,
}

impl Picked {
    fn of(extent: Signal<Extent>) -> Picked {
        let phone = expect_context::<Phone>();
        let upto = RwSignal::new(0);
        Picked {
            upto,
            chart: Memo::new(move |_| {
                let of = extent.get();
                phone.read(|state| Chart::read_of(state, &of, tonight(), upto.get()))
            }),
        }
    }
}

/// The page.
#[component]
pub fn ChartPage() -> impl IntoView {
    let estates = Estates::new(expect_context());
    let picked = Picked::of(Signal::derive(move || estates.extent()));
    let chart = picked.chart;
    // An evening of one estate may be none of another's.
    Effect::new(move |before: Option<Extent>| {
        let now = estates.extent();
        if before.is_some_and(|before| before != now) {
            picked.upto.set(0);
        }
        now
    });
    view! {
        <OrganiserPage title=t!("chart.title") back=Back::Home>
            <p>{t!("chart.what")}</p>
            <ExtentSwitch estates />
            <Show
                when=move || chart.with(|chart| chart.reached().homes > 0)
                fallback=|| view! { <p class="quiet">{t!("organiser.no_list")}</p> }
            >
                <WhichNight picked />
                {move || chart.with(figures)}
                <Means />
                <h2>{t!("chart.nights")}</h2>
                <Nights chart />
                <h2>{t!("chart.knocks")}</h2>
                <p class="hint">{t!("chart.knocks_what")}</p>
                {move || chart.with(knocks)}
                {move || chart.with(at_times)}
                <h2>{t!("chart.blocks")}</h2>
                {move || {
                    chart
                        .with(|chart| table(
                            t!("chart.blocks"),
                            t!("organiser.column_block"),
                            chart.blocks.iter().map(block_row).collect_view().into_any(),
                        ))
                }}
            </Show>
        </OrganiserPage>
    }
}

/// Which night is looked at.
#[component]
fn WhichNight(picked: Picked) -> impl IntoView {
    let Picked { upto, chart } = picked;
    let nights = Memo::new(move |_| {
        chart.with(|chart| {
            let nights = chart.nights.iter().map(|night| night.evening);
            nights.filter(|evening| *evening < 0).collect::<Vec<i64>>()
        })
    });
    let pick = move |event| upto.set(event_target_value(&event).parse().unwrap_or(0));
    let options = move || {
        let nights = nights.get().into_iter().rev();
        let option = |evening: i64| {
            let day = short_day(day_of(evening));
            view! { <option value=evening.to_string()>{t!("chart.as_at", day = day)}</option> }
        };
        nights.map(option).collect_view()
    };
    view! {
        <Show when=move || !nights.with(Vec::is_empty)>
            <div class="field">
                <label for="night">{t!("chart.night")}</label>
                <select id="night" prop:value=move || upto.get().to_string() on:change=pick>
                    <option value="0">{t!("chart.as_now")}</option>
                    {options}
                </select>
            </div>
        </Show>
        <div role="status">
            <Show when=move || { upto.get() < 0 }>
                <p class="quiet">{t!("chart.earlier")}</p>
            </Show>
        </div>
    }
}

/// The day of an evening counted from tonight.
fn day_of(evening: i64) -> i32 {
    tonight()
        .evening
        .saturating_add(i32::try_from(evening).unwrap_or(0))
}

/// So many of so many homes.
fn of(n: usize, all: usize) -> String {
    t!("chart.of_homes", n = n, all = all)
}

/// So many of the leaders that it takes.
fn of_leaders(n: usize, wanted: usize) -> String {
    t!("chart.of_leaders", n = n, all = wanted)
}

fn figures(chart: &Chart) -> impl IntoView + use<> {
    let reached = chart.reached();
    let leaders = chart.without_a_leader().map(|(without, stairs)| {
        view! {
            <dt>{t!("chart.without")}</dt>
            <dd>{t!("chart.of_stairs", n = without, all = stairs)}</dd>
        }
    });
    view! {
        <dl class="facts card">
            <dt>{t!("organiser.never_tried")}</dt>
            <dd>{of(reached.unknown, reached.homes)}</dd>
            <dt>{t!("organiser.reached")}</dt>
            <dd>{of(reached.n, reached.homes)}</dd>
            {leaders}
        </dl>
    }
}

/// What the words beside the figures count.
#[component]
fn Means() -> impl IntoView {
    let phone = expect_context::<Phone>();
    let each = Memo::new(move |_| phone.read(HomesALeader::read).homes());
    move || means(each.get())
}

fn means(each: u8) -> impl IntoView {
    let means = [
        (t!("chart.homes"), t!("chart.mean_homes")),
        (t!("organiser.never_tried"), t!("chart.mean_never")),
        (t!("organiser.reached"), t!("chart.mean_reached")),
        (t!("chart.column_again"), t!("chart.mean_again")),
        (t!("chart.column_acted"), t!("chart.mean_acted")),
        (t!("chart.column_asked"), t!("chart.mean_asked")),
        (t!("chart.column_tested"), t!("chart.mean_tested")),
        (
            t!("chart.column_wanted"),
            t!("chart.mean_wanted", homes = each),
        ),
    ];
    let means = means.map(|(name, mean)| {
        view! {
            <dt>{name}</dt>
            <dd>{mean}</dd>
        }
    });
    view! {
        <details class="more">
            <summary>{t!("chart.means")}</summary>
            <dl class="means">{means.into_iter().collect_view()}</dl>
        </details>
    }
}

/// The table of blocks, or of a block's stairs.
fn table(caption: String, first: String, rows: AnyView) -> impl IntoView {
    let numbers = [
        t!("organiser.never_tried"),
        t!("organiser.reached"),
        t!("chart.column_asked"),
        t!("chart.column_tested"),
        t!("chart.column_wanted"),
    ];
    let numbers = numbers.map(|words| {
        view! {
            <th scope="col" class="number">
                {words}
            </th>
        }
    });
    view! {
        <div class="scrolls" tabindex="0" role="region" aria-label=caption>
            <table>
                <thead>
                    <tr>
                        <th scope="col">{first}</th>
                        {numbers.into_iter().collect_view()}
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

fn block_row(block: &ChartBlock) -> impl IntoView + use<> {
    let link = format!("/organise/chart/{}", block.id.0);
    let name = view! {
        <a href=link>
            <bdi>{block.name.clone()}</bdi>
        </a>
    };
    row(name.into_any(), &block.stairs)
}

/// A block of these stairs, or one of them.
fn row(name: AnyView, stairs: &[ChartStair]) -> impl IntoView + use<> {
    let of_homes = reached(stairs);
    let sum = |figure: fn(&ChartStair) -> Option<usize>| {
        let figures: Option<Vec<usize>> = stairs.iter().map(figure).collect();
        figures.map(|figures| figures.iter().sum::<usize>())
    };
    let wanted: usize = stairs.iter().map(ChartStair::wanted).sum();
    let asked = sum(ChartStair::asked).map(|n| of(n, of_homes.homes));
    let tested = sum(|stair| stair.leaders.as_ref().map(|_| stair.tested().len()));
    let tested = tested.map(|n| of_leaders(n, wanted));
    let still = sum(ChartStair::gap).map(|n| of_leaders(n, wanted));
    view! {
        <tr>
            <th scope="row">{name}</th>
            <td class="number">{of(of_homes.unknown, of_homes.homes)}</td>
            <td class="number">{of(of_homes.n, of_homes.homes)}</td>
            <td class="number">{asked}</td>
            <td class="number">{tested}</td>
            <td class="number">{still}</td>
        </tr>
    }
}
