/** Where each resource lives. Plain text, so that the kiosk's `client/` can take it without the schemas. `:x` stands for one id. */
export const PATHS = {
  session: '/api/session',
  feed: '/api/feed',
  arrivals: '/api/arrivals',
  item: '/api/items/:itemId',
  itemByNumber: '/api/numbers/:number',
  page: '/api/pages/:pageId/:size',
  reviewQueue: '/api/review',
  reviewItem: '/api/review/:itemId',
  batch: '/api/batches/current',
  separator: '/api/separator',
  devices: '/api/devices',
  releaseDevice: '/api/devices/release',
  weigh: '/api/weigh',
  search: '/api/search',
  people: '/api/people',
  departments: '/api/departments',
  classCurves: '/api/classes',
  act: '/api/acts',
} as const;

export const actPath = <Name extends string>(name: Name): `/api/acts/${Name}` => `/api/acts/${name}`;
