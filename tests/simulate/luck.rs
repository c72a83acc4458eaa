//! Chance, from a seed: the same seed, the same history.

use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// A source of chance. What keys are made of comes from another, so that a change to what is sealed
/// leaves what happens as it is.
#[derive(Clone, Debug)]
pub struct Luck(ChaCha20Rng);

impl Luck {
    /// From a seed.
    pub fn from_seed(seed: u64) -> Luck {
        Luck(ChaCha20Rng::seed_from_u64(seed))
    }

    /// A number below `below`; 0 where that is 0.
    pub fn below(&mut self, below: usize) -> usize {
        let drawn = usize::try_from(self.0.next_u32()).unwrap_or(0);
        if below == 0 { 0 } else { drawn % below }
    }

    /// A number from `least` up to `most`, both of them possible.
    pub fn between(&mut self, least: i64, most: i64) -> i64 {
        let span = usize::try_from(most - least + 1).unwrap_or(1);
        least + i64::try_from(self.below(span)).unwrap_or(0)
    }

    /// True once in `times`.
    pub fn one_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    /// One of these.
    pub fn of<T: Copy>(&mut self, all: &[T]) -> Option<T> {
        all.get(self.below(all.len())).copied()
    }

    /// The place of one of these weights: the heavier, the more often.
    pub fn weighed(&mut self, weights: &[usize]) -> usize {
        let mut drawn = self.below(weights.iter().sum());
        for (place, weight) in weights.iter().enumerate() {
            if drawn < *weight {
                return place;
            }
            drawn -= weight;
        }
        0
    }
}
