//! Figures that may stand on paper: of few homes none does, since whoever knows the stair would know
//! whose they are.

pub use crate::canvass::neighbours::FEWEST;

/// A number of homes, on paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Figure {
    /// So many.
    Exactly(usize),
    /// Few, or left out so that few cannot be worked out from it.
    LeftOut,
}

impl Figure {
    /// A number that stands for itself.
    pub fn of(homes: usize) -> Figure {
        match homes < FEWEST {
            true => Figure::LeftOut,
            false => Figure::Exactly(homes),
        }
    }
}

/// So many of so many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share {
    /// So many.
    pub n: Figure,
    /// Of so many.
    pub of: Figure,
}

impl Share {
    /// n of N.
    pub fn new(n: usize, of: usize) -> Share {
        Share {
            n: Figure::of(n),
            of: Figure::of(of),
        }
    }
}

/// The parts of a whole that is told beside them. Where only one is of few homes it would be what is
/// missing, so the smallest of the others is left out too.
pub fn parts(homes: &[usize]) -> Vec<Figure> {
    let mut figures: Vec<Figure> = homes.iter().map(|homes| Figure::of(*homes)).collect();
    let left_out = figures.iter().filter(|it| **it == Figure::LeftOut).count();
    if left_out == 1 {
        let shown = figures.iter().enumerate().filter_map(|(at, it)| match it {
            Figure::Exactly(homes) => Some((*homes, at)),
            Figure::LeftOut => None,
        });
        if let Some((_, at)) = shown.min() {
            figures[at] = Figure::LeftOut;
        }
    }
    figures
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn r11_5_a_figure_of_fewer_than_five_is_left_out() {
        for few in 0..5 {
            assert_eq!(Figure::of(few), Figure::LeftOut, "{few}");
        }
        assert_eq!(Figure::of(5), Figure::Exactly(5));
        assert_eq!(
            parts(&[12, 3, 7]),
            [Figure::Exactly(12), Figure::LeftOut, Figure::LeftOut]
        );
        assert_eq!(
            parts(&[12, 3, 2]),
            [Figure::Exactly(12), Figure::LeftOut, Figure::LeftOut]
        );
        assert_eq!(parts(&[12, 8]), [Figure::Exactly(12), Figure::Exactly(8)]);
    }

    proptest! {
        /// Whoever knows the whole and what is told of it knows no part of few homes: several are left
        /// out together, or none.
        #[test]
        fn r11_5_no_part_of_few_homes_can_be_worked_out(homes in prop::collection::vec(0..20_usize, 2..6)) {
            let figures = parts(&homes);
            let left_out: Vec<usize> = (0..homes.len())
                .filter(|at| figures[*at] == Figure::LeftOut)
                .collect();
            prop_assert!(left_out.len() != 1);
            for (figure, homes) in figures.iter().zip(&homes) {
                match figure {
                    Figure::Exactly(told) => prop_assert!(told == homes && *homes >= FEWEST),
                    Figure::LeftOut => {}
                }
            }
        }
    }
}
