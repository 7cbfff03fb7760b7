declare const configuration: { forbidden: unknown[]; options: unknown };
export default configuration;
