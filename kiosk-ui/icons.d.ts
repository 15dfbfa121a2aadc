declare module 'virtual:icons' {
  const drawings: Record<import('./components/icon-names.ts').IconName, string>;
  export default drawings;
}
