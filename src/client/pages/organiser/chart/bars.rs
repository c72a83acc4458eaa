//! A bar, parted by how homes look: what it shows stands in the table beside it, so none is read out.

use leptos::prelude::*;

use crate::client::pages::organiser::wall::Look;

/// A bar's length in the picture's own units, and its height.
const LONG: usize = 1_000;
const HIGH: usize = 40;

/// A bar below its words: so many homes that look so, of as many as the longest bar has.
pub fn bar<const N: usize>(
    words: String,
    parts: [(Look, usize); N],
    longest: usize,
) -> impl IntoView + use<N> {
    let mut from = 0;
    let all = longest.max(1);
    let parts = parts.map(|(look, homes)| {
        let x = from * LONG / all;
        from += homes;
        let width = from * LONG / all - x;
        view! {
            <rect
                class=look.class()
                x=x.to_string()
                y="0"
                width=width.to_string()
                height=HIGH.to_string()
            />
        }
    });
    let view_box = format!("0 0 {LONG} {HIGH}");
    view! {
        <li>
            {words} <svg viewBox=view_box preserveAspectRatio="none">
                {parts.into_iter().collect_view()}
            </svg>
        </li>
    }
}

/// The bars and what they show.
pub fn picture(caption: String, bars: AnyView) -> impl IntoView {
    view! {
        <figure class="breadth nights" aria-hidden="true">
            <figcaption>{caption}</figcaption>
            <ul class="bars">{bars}</ul>
        </figure>
    }
}
