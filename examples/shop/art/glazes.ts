/** The colours of one glaze: on the pot, where it pools, and the card behind it. */
export interface GlazeColours {
  label: string;
  glaze: string;
  pool: string;
  speck: string;
  wall: string;
  table: string;
}

export type Glaze = 'kelp' | 'dune' | 'salt' | 'dusk' | 'ember' | 'shingle';

export const GLAZES: Record<Glaze, GlazeColours> = {
  kelp: {
    label: 'Kelp green',
    glaze: '#6d8062',
    pool: '#4a5d47',
    speck: '#36452f',
    wall: '#dfe3d2',
    table: '#cbd2bb',
  },
  dune: {
    label: 'Dune ochre',
    glaze: '#d9a962',
    pool: '#b98340',
    speck: '#7f5526',
    wall: '#f3e3c6',
    table: '#e8d0a6',
  },
  salt: {
    label: 'Salt white',
    glaze: '#f3ede0',
    pool: '#dcd2bf',
    speck: '#8a6f52',
    wall: '#d9dedb',
    table: '#c5cdc9',
  },
  dusk: {
    label: 'Dusk blue',
    glaze: '#5f7391',
    pool: '#43546f',
    speck: '#2b3648',
    wall: '#e2e2e4',
    table: '#cdcfd6',
  },
  ember: {
    label: 'Ember red',
    glaze: '#b6532f',
    pool: '#8b3a20',
    speck: '#5b2413',
    wall: '#f2d9c8',
    table: '#e5c1aa',
  },
  shingle: {
    label: 'Shingle grey',
    glaze: '#94938d',
    pool: '#74746f',
    speck: '#4b4b48',
    wall: '#e9e4da',
    table: '#d8d1c3',
  },
};

/** Bare clay: its light, its colour and its shadow. */
export const CLAY = { light: '#d8b48f', body: '#c0956d', shade: '#8f6a4a' };
